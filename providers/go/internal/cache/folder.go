// Package cache keeps sessions, and what went wrong lately, in a folder that only its user can change.
package cache

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

const (
	program     = "azure-to-aws-credentials"
	largestFile = 64 * 1024
)

// Folder is the cache folder of one user, open. A later change of its path does not lead elsewhere.
type Folder struct {
	path string
	root *os.Root
}

// Path is the cache folder: the given one, else the user's own. Empty: there is none.
func Path(given string) string {
	if given != "" {
		return filepath.Clean(given)
	}
	base := userFolder()
	if !filepath.IsAbs(base) {
		return ""
	}
	return filepath.Join(base, program)
}

// Open opens a folder, and makes it if it is missing and make is set. The message says why it cannot be used: another user could
// read or change it, or the system refuses.
func Open(path string, make bool) (*Folder, *failure.Message) {
	if path == "" {
		return nil, &failure.Message{Code: "cache-no-home"}
	}
	if make && !Exists(path) {
		if problem := makeFolder(path); problem != nil {
			return nil, problem
		}
	}
	root, err := os.OpenRoot(path)
	if err != nil {
		return nil, unusable(path, err)
	}
	found, err := root.Stat(".")
	named, linkErr := os.Lstat(path)
	problem := ""
	switch {
	case err != nil || linkErr != nil:
		root.Close()
		return nil, unusable(path, errors.Join(err, linkErr))
	case named.Mode()&fs.ModeSymlink != 0 || !os.SameFile(found, named):
		problem = "cache-symbolic-link"
	case !isOwn(found):
		problem = "cache-other-owner"
	case isWritableByOthers(found):
		problem = "cache-writable"
	}
	if problem != "" {
		root.Close()
		return nil, &failure.Message{Code: problem, Fields: failure.Fields{"path": path}}
	}
	return &Folder{path, root}, nil
}

// Exists says whether there is anything at a path.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// OpenFallback opens one of Fallbacks, and makes it if it is missing. Any user may make a folder in one for temporary files.
func OpenFallback(path string) (*Folder, *failure.Message) {
	_ = os.Mkdir(path, 0o700)
	return Open(path, false)
}

func unusable(path string, err error) *failure.Message {
	return &failure.Message{Code: "cache-unusable", Fields: failure.Fields{"path": "'" + failure.Quoted(path) + "'", "reason": guard.Reason(err)}}
}

func makeFolder(path string) *failure.Message {
	above := filepath.Dir(path)
	for {
		found, err := os.Lstat(above)
		if err == nil {
			// Under sudo the home folder may be another user's, who could not use what root makes there.
			if !isOwn(found) && !isOfRoot(found) {
				return &failure.Message{Code: "cache-other-owner", Fields: failure.Fields{"path": above}}
			}
			break
		}
		if above == filepath.Dir(above) {
			return unusable(path, err)
		}
		above = filepath.Dir(above)
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return unusable(path, err)
	}
	return nil
}

// Close closes the folder.
func (f *Folder) Close() { f.root.Close() }

// read is a file's text, or nothing if it is missing or not this user's alone.
func (f *Folder) read(name string) []byte {
	if found, err := f.root.Lstat(name); err != nil || !found.Mode().IsRegular() {
		return nil
	}
	file, err := f.root.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	if found, err := file.Stat(); err != nil || !found.Mode().IsRegular() || !isOwn(found) || isReadableByOthers(found) {
		return nil
	}
	text, _ := io.ReadAll(io.LimitReader(file, largestFile))
	return text
}

// replace puts a file that only this user can read in place of another, as a whole. durable: whether it must survive a power failure.
func (f *Folder) replace(name string, text []byte, durable bool) error {
	temporary := name + "." + strconv.Itoa(os.Getpid()) + ".new"
	_ = f.root.Remove(temporary)
	defer f.root.Remove(temporary)
	file, err := f.root.OpenFile(temporary, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	// Whatever the umask is.
	err = errors.Join(err, file.Chmod(0o600))
	if durable {
		err = errors.Join(err, file.Sync())
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	return f.root.Rename(temporary, name)
}

// kept is how long files are of use, by the beginnings of their names. A file that is being written is there for moments.
var kept = map[string]time.Duration{"session": 2 * 24 * time.Hour, "notes": 30 * 24 * time.Hour, "unfinished": time.Hour}

// Sweep removes what crashed callers and questions no longer asked have left behind, and nothing of anybody else.
func (f *Folder) Sweep() {
	entries, _ := fs.ReadDir(f.root.FS(), ".")
	for _, entry := range entries {
		name := ownName.FindStringSubmatch(entry.Name())
		found, err := entry.Info()
		if name == nil || err != nil {
			continue
		}
		kind := name[1]
		if name[2] != "" {
			kind = "unfinished"
		}
		if pace.Now().Sub(found.ModTime()) > kept[kind] {
			_ = f.root.Remove(entry.Name())
		}
	}
}

// Fallbacks are folders to use without a usable cache, so that processes still share one session: gone after a restart, and each
// user's own.
func Fallbacks() []string {
	var found []string
	for _, above := range temporaryFolders() {
		if filepath.IsAbs(above) {
			found = append(found, filepath.Join(above, program+userSuffix()))
		}
	}
	return found
}
