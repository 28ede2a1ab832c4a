package main

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"

	"example.com/azure-to-aws-federation/providers/go/internal/diagnose"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/profiles"
)

// diagnosis prints a report, and no credentials. Its exit code is 0 if everything works.
func diagnosis(arguments []string) int {
	name := ""
	process, _ := apart(arguments, map[string]*string{"--profile": &name})
	asJSON := slices.Contains(process, "--json")
	process = slices.DeleteFunc(process, func(word string) bool { return word == "--json" })
	var profile *profiles.Profile
	again := append([]string{os.Args[0], "diagnose"}, process...)
	switch {
	case name != "":
		found, err := profiles.Find(name)
		if err != nil {
			return end(err)
		}
		profile, process = &found, append(found.Arguments, process...)
		again = []string{os.Args[0], "diagnose", "--profile", name}
	case !slices.ContainsFunc(process, func(word string) bool { return strings.HasPrefix(word, "--role-arn") }):
		return end(failure.Usage(failure.Message{Code: "profile-needed"}))
	}
	asked, err := options.Parse(process)
	if err != nil {
		return end(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	ctx, cancel := context.WithTimeout(ctx, pace.Total)
	defer cancel()
	for index := range again {
		again[index] = diagnose.Quote(again[index])
	}
	report := diagnose.Make(ctx, process, asked, profile, strings.Join(again, " "))
	text := report.Text()
	if asJSON {
		indented, _ := json.MarshalIndent(report, "", "  ")
		text = string(indented)
	}
	if _, err := os.Stdout.WriteString(text + "\n"); err != nil || !report.Works {
		return 1
	}
	return 0
}
