package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
)

// preferred are variables that the SDKs prefer to an endpoint: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
var preferred = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

// environment is that of this process for a command, without the variables of other credentials. It gets the region unless it has one.
func environment(region string, added ...string) []string {
	kept := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(preferred, name)
	})
	if region != "" && os.Getenv("AWS_REGION") == "" && os.Getenv("AWS_DEFAULT_REGION") == "" {
		kept = append(kept, "AWS_REGION="+region)
	}
	return append(kept, added...)
}

// givenRegion is that of --region, or empty: the region of an account's buckets cannot be guessed.
func givenRegion(line []string, asked options.Options) string {
	if slices.ContainsFunc(line, func(word string) bool { return word == "--region" || strings.HasPrefix(word, "--region=") }) {
		return asked.Region
	}
	return ""
}

// start runs a command once everything is ready for it. It returns the command's exit code.
func start(ctx context.Context, ready func(context.Context) error, command, env []string) int {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, passedOn...)
	waiting, stop := context.WithCancel(ctx)
	early := make(chan struct{})
	go func() {
		select {
		case <-signals:
			close(early)
			stop()
		case <-waiting.Done():
		}
	}()
	err := ready(waiting)
	stop()
	select {
	case <-early:
		return 128 + int(syscall.SIGTERM)
	default:
	}
	if err != nil {
		// The failures are on stderr already.
		var failed *failure.Failure
		if errors.As(err, &failed) {
			return failed.ExitCode()
		}
		return 1
	}
	child := exec.Command(command[0], command[1:]...)
	child.Stdin, child.Stdout, child.Stderr, child.Env = os.Stdin, os.Stdout, os.Stderr, env
	if err := child.Start(); err != nil {
		return end(failure.Usage(failure.Message{Code: "serve-command", Fields: failure.Fields{
			"command": failure.Quoted(command[0]), "reason": guard.Reason(err),
		}}))
	}
	go func() {
		for received := range signals {
			// A terminal sends its interrupts to the command too.
			if received != os.Interrupt || !term.IsTerminal(int(os.Stdin.Fd())) {
				_ = child.Process.Signal(received)
			}
		}
	}()
	_ = child.Wait()
	return exitCode(child.ProcessState)
}
