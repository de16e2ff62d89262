package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

// postgres is a PostgreSQL server with a folder of its own. It runs as postgres
// where this program is root, which PostgreSQL refuses to run as.
type postgres struct {
	data, port string
	owner      *syscall.Credential
}

// tool is a program of PostgreSQL.
func tool(name string) (string, error) {
	if found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name); err == nil && len(found) > 0 {
		return found[len(found)-1], nil
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is not at hand (Debian: apt-get install postgresql): %w", name, err)
	}
	return path, nil
}

func (p *postgres) run(ctx context.Context, name string, args ...string) error {
	path, err := tool(name)
	if err != nil {
		return err
	}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = filepath.Dir(p.data)
	if p.owner != nil {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.owner}
	}
	cmd.Env = append(os.Environ(), "LC_ALL=C", "HOME="+cmd.Dir)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, out)
	}
	return nil
}

func newPostgres(dir, name string) (*postgres, error) {
	_, port, _ := strings.Cut(freeAddress(), ":")
	p := &postgres{data: filepath.Join(dir, name), port: port}
	if os.Getuid() != 0 {
		return p, nil
	}
	account, err := user.Lookup("postgres")
	if err != nil {
		return nil, err
	}
	uid, err := strconv.ParseUint(account.Uid, 10, 32)
	if err != nil {
		return nil, err
	}
	gid, err := strconv.ParseUint(account.Gid, 10, 32)
	if err != nil {
		return nil, err
	}
	p.owner = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	return p, os.Chown(dir, int(uid), int(gid))
}

// primary makes an empty server with one database.
func primary(ctx context.Context, dir string) (*postgres, error) {
	p, err := newPostgres(dir, "primary")
	if err != nil {
		return nil, err
	}
	if err := p.run(ctx, "initdb", "-D", p.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"); err != nil {
		return nil, err
	}
	if err := p.start(ctx); err != nil {
		return nil, err
	}
	return p, p.run(ctx, "createdb", "-h", "127.0.0.1", "-p", p.port, "-U", "postgres", "innograph")
}

// standby makes a streaming standby of another server.
func standby(ctx context.Context, dir string, of *postgres) (*postgres, error) {
	p, err := newPostgres(dir, "standby")
	if err != nil {
		return nil, err
	}
	if err := p.run(ctx, "pg_basebackup", "-h", "127.0.0.1", "-p", of.port, "-U", "postgres", "-D", p.data, "-R", "-X", "stream"); err != nil {
		return nil, err
	}
	return p, p.start(ctx)
}

func (p *postgres) start(ctx context.Context) error {
	return p.run(ctx, "pg_ctl", "-D", p.data, "-l", p.data+".log", "-w", "-o",
		fmt.Sprintf("-p %s -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s -c fsync=off", p.port, filepath.Dir(p.data)), "start")
}

// stop ends the server as a failing machine would: without saying goodbye.
func (p *postgres) stop(ctx context.Context) error {
	return p.run(ctx, "pg_ctl", "-D", p.data, "-m", "immediate", "-w", "stop")
}

func (p *postgres) promote(ctx context.Context) error {
	return p.run(ctx, "pg_ctl", "-D", p.data, "-w", "promote")
}
