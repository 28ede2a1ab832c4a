package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"syscall"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/profiles"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// verify asks AWS who is calling, with new credentials of each profile: a session from before would prove nothing. It ends with the first
// that fails.
func verify(arguments []string) int {
	config := profiles.Installed()
	others, _ := apart(arguments, map[string]*string{"--config": &config})
	for _, option := range others {
		if option != "--wait" {
			return end(unknown(option))
		}
	}
	found, err := profiles.InFile(config)
	if err != nil {
		return end(err)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	for _, profile := range found {
		arn, err := caller(ctx, profile.Name, slices.Concat(profile.Arguments, others))
		if err != nil {
			return end(err)
		}
		fmt.Println(profile.Name + " is " + arn)
	}
	return 0
}

func caller(ctx context.Context, name string, arguments []string) (string, error) {
	asked, err := options.Parse(arguments)
	if err != nil {
		return "", err
	}
	most := pace.Total
	if asked.Wait {
		most = pace.Waiting
	}
	limited, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	made, err := session.Obtain(limited, asked)
	if err != nil {
		say(failure.Message{Code: "verify-no-credentials", Fields: failure.Fields{"profile": name}}.String())
		return "", err
	}
	limited, cancel = context.WithTimeout(ctx, pace.Total)
	defer cancel()
	arn, err := session.Caller(limited, asked, made)
	if err != nil {
		return "", failure.New("verify-refused", failure.Fields{"profile": name, "reason": err.Error()})
	}
	return arn, nil
}
