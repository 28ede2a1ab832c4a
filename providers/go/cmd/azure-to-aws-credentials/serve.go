package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"golang.org/x/term"

	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/renew"
	"example.com/azure-to-aws-federation/providers/go/internal/serve"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// Variables by which the SDKs find an endpoint.
const (
	uriVariable       = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	tokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
)

// preferred are variables that the SDKs prefer to an endpoint: https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
var preferred = []string{
	"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_PROFILE", "AWS_DEFAULT_PROFILE",
	"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_AUTHORIZATION_TOKEN",
}

// serveSettings are the words of serve that are not options of process.
type serveSettings struct {
	config, address, tokenFile string
	command                    []string
	// process are the options of the one role without a config.
	process []string
}

func parseServe(arguments []string) serveSettings {
	found := serveSettings{address: "127.0.0.1:0"}
	own := map[string]*string{"--config": &found.config, "--address": &found.address, "--token-file": &found.tokenFile}
	for len(arguments) > 0 {
		name, value, hasValue := strings.Cut(arguments[0], "=")
		target := own[name]
		switch {
		case arguments[0] == "--":
			found.command = arguments[1:]
			return found
		case target == nil:
			found.process = append(found.process, arguments[0])
		case hasValue:
			*target = value
		case len(arguments) > 1:
			*target = arguments[1]
			arguments = arguments[1:]
		}
		arguments = arguments[1:]
	}
	return found
}

// sources are those of the config's profiles, or of the one role on the command line, and the regions that these name. All command lines
// are checked before anything starts.
func (s serveSettings) sources() (map[string]serve.Source, map[string]string, error) {
	commandLines := map[string][]string{"default": s.process}
	switch {
	case s.config != "":
		var err error
		if commandLines, err = serve.Profiles(s.config); err != nil {
			return nil, nil, err
		}
		for name := range commandLines {
			commandLines[name] = append(commandLines[name], s.process...)
		}
	case len(s.process) == 0:
		return nil, nil, failure.Usage(failure.Message{Code: "serve-nothing"})
	}
	found, regions := map[string]serve.Source{}, map[string]string{}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(commandLines)) {
		line := commandLines[name]
		asked, err := options.Parse(line, false)
		if err != nil {
			problems = append(problems, err)
		}
		if slices.ContainsFunc(line, func(word string) bool { return word == "--region" || strings.HasPrefix(word, "--region=") }) {
			regions[name] = asked.Region
		}
		found[name] = func(ctx context.Context) (*session.Session, error) {
			made, _, err := renew.Get(ctx, line)
			return made, err
		}
	}
	if len(problems) > 0 {
		return nil, nil, problems[0]
	}
	return found, regions, nil
}

// endpoint runs until a signal ends it, or the command that it started ends.
func endpoint(arguments []string) int {
	settings := parseServe(arguments)
	sources, regions, err := settings.sources()
	if err != nil {
		return end(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	if len(settings.command) == 0 {
		if settings.tokenFile == "" {
			return end(failure.Usage(failure.Message{Code: "serve-token-file-missing"}))
		}
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
		defer stop()
	}
	if settings.tokenFile == "" {
		folder, err := os.MkdirTemp("", "azure-to-aws-credentials-")
		if err != nil {
			return end(failure.New("serve-token-file", failure.Fields{"path": os.TempDir(), "problem": "cannot be made (" + guard.Reason(err) + ")"}))
		}
		defer os.RemoveAll(folder)
		settings.tokenFile = filepath.Join(folder, "token")
	}
	if settings.tokenFile, err = filepath.Abs(settings.tokenFile); err != nil {
		return end(err)
	}
	token, err := cache.Secret(settings.tokenFile)
	if err != nil {
		return end(err)
	}
	server, err := serve.Start(ctx, serve.Options{Address: settings.address, Token: token, Sources: sources, Report: report})
	if err != nil {
		return end(err)
	}
	names := slices.Sorted(maps.Keys(sources))
	if len(settings.command) > 0 {
		role := names[0]
		if slices.Contains(names, "default") {
			role = "default"
		}
		env := environment(uriVariable+"="+server.URL(role), tokenFileVariable+"="+settings.tokenFile)
		if region := regions[role]; region != "" && os.Getenv("AWS_REGION") == "" && os.Getenv("AWS_DEFAULT_REGION") == "" {
			env = append(env, "AWS_REGION="+region)
		}
		return start(ctx, server, settings.command, env)
	}
	for _, name := range names {
		fmt.Printf("%s=%s\n", uriVariable, server.URL(name))
	}
	fmt.Printf("%s=%s\n", tokenFileVariable, settings.tokenFile)
	<-ctx.Done()
	return 0
}

func report(role string, err error) {
	if err == nil {
		say(role + ": has a session again")
		return
	}
	say(role + ": " + err.Error())
}

// environment is that of this process with the variables of the endpoint, and without those that an SDK would prefer to it.
func environment(added ...string) []string {
	kept := slices.DeleteFunc(os.Environ(), func(variable string) bool {
		name, _, _ := strings.Cut(variable, "=")
		return slices.Contains(preferred, name)
	})
	return append(kept, added...)
}

// start runs a command once there is a session for each role. It returns the command's exit code.
func start(ctx context.Context, server *serve.Server, command, env []string) int {
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
	err := server.Ready(waiting)
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
