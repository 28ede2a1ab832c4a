//go:build !windows

package azure

import (
	"os"
	"syscall"
)

// openWithoutWaiting returns at once for a pipe too.
func openWithoutWaiting(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}
