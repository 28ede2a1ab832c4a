package main

import (
	"fmt"
	"os"
	"strings"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/installation"
)

// install puts this program and an AWS config on the machine.
func install(arguments []string) int {
	config := ""
	others, _ := apart(arguments, map[string]*string{"--config": &config})
	if len(others) > 0 {
		return end(unknown(others[0]))
	}
	if config == "" {
		return end(failure.Usage(failure.Message{Code: "install-config-missing"}))
	}
	executable, err := os.Executable()
	if err != nil {
		return end(err)
	}
	machine, err := installation.This()
	if err == nil {
		err = machine.Install(executable, config)
	}
	if err != nil {
		return end(err)
	}
	fmt.Println("azure-to-aws-federation is installed: " + machine.Config())
	return 0
}

// uninstall removes the config. It takes --role-arn many times.
func uninstall(arguments []string) int {
	var roles []string
	for len(arguments) > 0 {
		name, role, hasValue := strings.Cut(arguments[0], "=")
		if !hasValue && len(arguments) > 1 {
			role, arguments = arguments[1], arguments[1:]
		}
		if name != "--role-arn" {
			return end(unknown(name))
		}
		roles, arguments = append(roles, role), arguments[1:]
	}
	if len(roles) == 0 {
		return end(failure.Usage(failure.Message{Code: "uninstall-roles-missing"}))
	}
	machine, err := installation.This()
	if err == nil {
		err = machine.Uninstall(roles)
	}
	if err != nil {
		return end(err)
	}
	fmt.Println("azure-to-aws-federation is removed")
	return 0
}

func unknown(option string) error {
	return failure.Usage(failure.Message{Code: "helper-option-unknown", Fields: failure.Fields{"option": failure.Quoted(option[:min(len(option), 40)])}})
}
