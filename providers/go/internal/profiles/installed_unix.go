//go:build !windows

package profiles

// Installed is where the install script puts the config of the machine.
func Installed() string { return "/etc/azure-to-aws/config" }
