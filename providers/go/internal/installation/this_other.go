//go:build !windows

package installation

import "example.com/azure-to-aws-federation/providers/go/internal/failure"

// This is the machine that the program runs on.
func This() (Machine, error) {
	return Machine{}, failure.Usage(failure.Message{Code: "install-windows-only"})
}
