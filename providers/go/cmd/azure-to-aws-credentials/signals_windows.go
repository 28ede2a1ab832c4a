package main

import (
	"os"
	"syscall"
)

var passedOn = []os.Signal{os.Interrupt, syscall.SIGTERM}

func exitCode(state *os.ProcessState) int { return state.ExitCode() }
