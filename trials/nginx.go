package main

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
)

// nginxConfig tries another server when one is gone: what is asked changes nothing,
// so a request may be asked twice.
const nginxConfig = `daemon off; worker_processes 1; pid %[1]s/nginx.pid; error_log %[1]s/nginx.log warn;
events { worker_connections 2048; }
http {
  access_log off;
  client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/proxy; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  upstream innograph { %[2]s keepalive 32; }
  server {
    listen %[3]s;
    location / {
      proxy_pass http://innograph; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_connect_timeout 1s; proxy_next_upstream error timeout http_502 http_503; proxy_next_upstream_tries 3;
    }
  }
}
`

// nginx spreads requests over servers until the context ends; it gives its address.
func nginx(ctx context.Context, dir string, servers []string) (string, error) {
	addr := freeAddress()
	var upstream strings.Builder
	for _, s := range servers {
		fmt.Fprintf(&upstream, "server %s max_fails=1 fail_timeout=2s; ", s)
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, upstream.String(), addr), 0o644); err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "nginx", "-c", config, "-p", dir, "-e", filepath.Join(dir, "nginx.log"))
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	if err := cmd.Start(); err != nil {
		return "", fmt.Errorf("nginx (Debian: apt-get install nginx-light): %w", err)
	}
	go func() { _ = cmd.Wait() }() // it ends with the context
	for range 100 {
		if c, err := net.Dial("tcp", addr); err == nil {
			return addr, c.Close()
		}
		time.Sleep(20 * time.Millisecond)
	}
	text, _ := os.ReadFile(filepath.Join(dir, "nginx.log"))
	return "", fmt.Errorf("nginx does not listen: %s", text)
}
