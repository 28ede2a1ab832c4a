// Command azure-to-aws-credentials gives AWS credentials to an Azure workload, without Python. docs/reference/static-helper.md is its page.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"syscall"

	"golang.org/x/term"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/renew"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

const usage = `usage: azure-to-aws-credentials COMMAND
AWS credentials for an Azure workload, without a stored key.

  process --role-arn ARN --audience URI --client-id GUID [option ...]
           print credentials in the form that credential_process in an AWS config asks for.
           The options are those of the credential helper without --diagnose
  diagnose [--profile NAME] [--json] [options of process]
           go through every step, and report what is wrong and how to fix it. It prints no credentials
  serve    [--config FILE] [--address HOST:PORT] [--token-file FILE] [options of process] [-- COMMAND ...]
           give credentials to programs that read no AWS config, by an endpoint on loopback: those of a role, or of
           each profile in an AWS config. With a command, start that with the variables of the endpoint
  token-file --file FILE [options of process] [-- COMMAND ...]
           write the token of Azure for clients that exchange it at STS themselves. With a command, start that with
           AWS_WEB_IDENTITY_TOKEN_FILE and AWS_ROLE_ARN, and renew the file until it ends
  verify   [--config FILE] [--wait]
           ask AWS who each profile of an AWS config is, with new credentials. Without --config, it is the installed one
  install --config FILE
           put the program and an AWS config on a Windows machine, for all users
  uninstall --role-arn ARN ...
           remove that config, if it has no other role
  version  print the version
`

func main() {
	defer internalError()
	os.Exit(run(os.Args[1:]))
}

func run(arguments []string) int {
	if len(arguments) == 0 {
		fmt.Fprint(os.Stderr, usage)
		return 2
	}
	switch command := arguments[0]; command {
	case "process":
		return process(arguments[1:])
	case "diagnose":
		return diagnosis(arguments[1:])
	case "serve":
		return endpoint(arguments[1:])
	case "token-file":
		return tokenFile(arguments[1:])
	case "verify":
		return verify(arguments[1:])
	case "install":
		return install(arguments[1:])
	case "uninstall":
		return uninstall(arguments[1:])
	case "version", "--version":
		fmt.Println("azure-to-aws-credentials", knowledge.Get().Version)
		return 0
	case "help", "--help", "-h":
		fmt.Print(usage)
		return 0
	default:
		return end(unknown(command))
	}
}

// process prints credentials, or one line that says why not.
func process(arguments []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	found, warning, err := renew.Get(ctx, arguments)
	if err != nil {
		return end(err)
	}
	// Some clients read stderr as a part of stdout, and then take a message for broken credentials.
	if warning != "" && term.IsTerminal(int(os.Stderr.Fd())) {
		say("warning: " + warning)
	}
	return write(found)
}

func write(found *session.Session) int {
	// A reader that closed it early wants no message.
	if _, err := os.Stdout.Write(append(found.Document, '\n')); err != nil {
		return 1
	}
	return 0
}

func end(err error) int {
	say(err.Error())
	var failed *failure.Failure
	if errors.As(err, &failed) {
		return failed.ExitCode()
	}
	return 1
}

func say(text string) { fmt.Fprintln(os.Stderr, "azure-to-aws:", text) }

// internalError shows only the type and the place: the text of an unforeseen error could hold a secret.
func internalError() {
	if found := recover(); found != nil {
		_, file, line, _ := runtime.Caller(2)
		say(fmt.Sprintf("internal error %T at %s:%d. Please report this [helper-internal-error]", found, filepath.Base(file), line))
		os.Exit(1)
	}
}
