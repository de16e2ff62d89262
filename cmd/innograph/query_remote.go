package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/spf13/cobra"

	"github.com/innograph/innograph/schema/executor"
)

// Limits of what is expected of a server.
const (
	maxAnswer     = 256 << 20       // bytes
	answerTimeout = 2 * time.Minute // from the request to the end of the answer
)

// askServer puts a request to a running server. What is no answer of GraphQL,
// and what takes too long, counts as a server that cannot be reached.
func askServer(cmd *cobra.Command, f *queryFlags, request executor.Request) (*answer, error) {
	for _, name := range []string{"data", "store", "sources", "base"} {
		if cmd.Flags().Changed(name) {
			return nil, usage("--url and --%s say two things: the server has its own data", name)
		}
	}
	address, err := serverAddress(f.url)
	if err != nil {
		return nil, err
	}
	post, err := postOf(cmd.Context(), address, request)
	if err != nil {
		return nil, err
	}
	client := http.Client{Timeout: answerTimeout}
	response, err := client.Do(post)
	if err != nil {
		var of *url.Error
		if errors.As(err, &of) {
			err = of.Err // the address is told already
		}
		return nil, unreachable(fmt.Errorf("ask %s: %w", address, err))
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	if err != nil {
		return nil, unreachable(fmt.Errorf("ask %s: %w", address, err))
	}
	if len(text) > maxAnswer {
		return nil, unreachable(fmt.Errorf("ask %s: the answer has more than %d bytes", address, maxAnswer))
	}
	a, err := readAnswer(text)
	if err != nil || a.Data == nil && len(a.Errors) == 0 {
		return nil, unreachable(fmt.Errorf("ask %s: status %s, and the answer is none of GraphQL", address, response.Status))
	}
	return a, nil
}

// postOf puts a request as GraphQL over HTTP wants it.
func postOf(ctx context.Context, address string, request executor.Request) (*http.Request, error) {
	fields := map[string]any{"query": request.Query}
	if request.Variables != nil {
		fields["variables"] = request.Variables
	}
	if request.OperationName != "" {
		fields["operationName"] = request.OperationName
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return nil, usage("--url %s: %v", address, err)
	}
	post.Header.Set("Content-Type", "application/json")
	post.Header.Set("Accept", "application/graphql-response+json, application/json;q=0.9")
	post.Header.Set("User-Agent", "innograph/"+version())
	return post, nil
}

// serverAddress completes an address: without a path it is /graphql.
func serverAddress(text string) (string, error) {
	if !isWeb(text) {
		return "", usage("--url %s: it is to be like http://127.0.0.1:8080/graphql", text)
	}
	u, _ := url.Parse(text) // it has been read before
	if u.Path == "" || u.Path == "/" {
		u.Path = "/graphql"
	}
	return u.String(), nil
}

// isWeb reports whether a text is the address of something on the web.
func isWeb(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
