package main

import (
	"context"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/azure"
	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// tokenFile writes the token of Azure to a file, for clients that exchange it at STS themselves. With a command, it renews the file until
// that ends.
func tokenFile(arguments []string) int {
	file := ""
	process, command := apart(arguments, map[string]*string{"--file": &file})
	asked, err := options.Parse(process)
	if err != nil {
		return end(err)
	}
	if file == "" {
		return end(failure.Usage(failure.Message{Code: "token-file-path-missing"}))
	}
	if file, err = filepath.Abs(file); err != nil {
		return end(err)
	}
	if len(command) == 0 {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		defer stop()
		if _, err := writeToken(ctx, asked, file); err != nil {
			return end(err)
		}
		return 0
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	ready := func(waiting context.Context) error {
		expires, err := writeToken(waiting, asked, file)
		if err != nil {
			say(err.Error())
			return err
		}
		go renewToken(ctx, asked, file, expires)
		return nil
	}
	env := environment(givenRegion(process, asked), "AWS_WEB_IDENTITY_TOKEN_FILE="+file, "AWS_ROLE_ARN="+asked.RoleARN)
	return start(ctx, ready, command, env)
}

// renewToken writes a new token when half of the time of the old one is over, which leaves the other half for trouble.
func renewToken(ctx context.Context, asked options.Options, file string, expires time.Time) {
	for {
		select {
		case <-time.After(max(expires.Sub(pace.Now())/2, 30*time.Second)):
		case <-ctx.Done():
			return
		}
		if found, err := writeToken(ctx, asked, file); err != nil {
			say(err.Error())
		} else {
			expires = found
		}
	}
}

// writeToken replaces the file as a whole. Only this user can read it.
func writeToken(ctx context.Context, asked options.Options, file string) (expires time.Time, err error) {
	ctx, stop := context.WithTimeout(ctx, pace.Total)
	defer stop()
	token, claims, _, err := session.Token(ctx, asked)
	if err != nil {
		return expires, err
	}
	if err := azure.Require(claims, asked); err != nil {
		return expires, err
	}
	return time.Unix(int64(claims.Expires), 0), cache.WriteSecret(file, token)
}
