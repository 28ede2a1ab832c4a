package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/profiles"
	"example.com/azure-to-aws-federation/providers/go/internal/renew"
	"example.com/azure-to-aws-federation/providers/go/internal/serve"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// Variables by which the SDKs find an endpoint.
const (
	uriVariable       = "AWS_CONTAINER_CREDENTIALS_FULL_URI"
	tokenFileVariable = "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"
)

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
	found.process, found.command = apart(arguments, own)
	return found
}

// apart takes a command's own options and what follows -- away from the options of process.
func apart(arguments []string, own map[string]*string) (process, command []string) {
	for len(arguments) > 0 {
		name, value, hasValue := strings.Cut(arguments[0], "=")
		target := own[name]
		switch {
		case arguments[0] == "--":
			return process, arguments[1:]
		case target == nil:
			process = append(process, arguments[0])
		case hasValue:
			*target = value
		case len(arguments) > 1:
			*target = arguments[1]
			arguments = arguments[1:]
		}
		arguments = arguments[1:]
	}
	return process, nil
}

// sources are those of the config's profiles, or of the one role on the command line, and the regions that these name. All command lines
// are checked before anything starts.
func (s serveSettings) sources() (map[string]serve.Source, map[string]string, error) {
	commandLines := map[string][]string{"default": s.process}
	switch {
	case s.config != "":
		found, err := profiles.InFile(s.config)
		if err != nil {
			return nil, nil, err
		}
		commandLines = map[string][]string{}
		for _, profile := range found {
			commandLines[profile.Name] = append(profile.Arguments, s.process...)
		}
	case len(s.process) == 0:
		return nil, nil, failure.Usage(failure.Message{Code: "serve-nothing"})
	}
	found, regions := map[string]serve.Source{}, map[string]string{}
	var problems []error
	for _, name := range slices.Sorted(maps.Keys(commandLines)) {
		line := commandLines[name]
		asked, err := options.Parse(line)
		if err != nil {
			problems = append(problems, err)
		}
		regions[name] = givenRegion(line, asked)
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
		env := environment(regions[role], uriVariable+"="+server.URL(role), tokenFileVariable+"="+settings.tokenFile)
		return start(ctx, server.Ready, settings.command, env)
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
