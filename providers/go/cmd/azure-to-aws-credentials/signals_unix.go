//go:build !windows

package main

import (
	"os"
	"syscall"
)

// passedOn are the signals by which a container or a service manager talks to a program.
var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT, syscall.SIGUSR1, syscall.SIGUSR2}

// exitCode is that of a shell: 128 and the signal for a program that a signal ended.
func exitCode(state *os.ProcessState) int {
	if status, known := state.Sys().(syscall.WaitStatus); known && status.Signaled() {
		return 128 + int(status.Signal())
	}
	return state.ExitCode()
}
