package cache

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
)

// poll is how often a process that waits looks at the lock.
const poll = 20 * time.Millisecond

// Lock is that of one question. Unlock it in any case.
type Lock struct {
	// Alone: this process renews. Waited: another did at some time.
	Alone, Waited bool
	folder        *Folder
	name          string
	// number is which one in the row of the locks whose holders were stopped.
	number int
	file   *flock.Flock
	ended  chan struct{}
}

// Lock waits until no other process renews the session, or until the context ends. All that wait so go on at the same moment, to see
// what the holder achieved.
func (f *Folder) Lock(ctx context.Context, q Question) (*Lock, *failure.Message) {
	made := &Lock{folder: f, name: q.File(), number: 1, ended: make(chan struct{})}
	return made, made.take(ctx, true)
}

// TakeAlone waits until this process alone has the lock, or until the context ends.
func (l *Lock) TakeAlone(ctx context.Context) *failure.Message {
	_ = l.file.Unlock()
	return l.take(ctx, false)
}

// Unlock lets the next one go on.
func (l *Lock) Unlock() {
	close(l.ended)
	if l.file != nil {
		_ = l.file.Close()
	}
}

// take gets the lock. That of a process that died is free. One that is only stopped keeps it, but shows no sign of life: those who wait
// go on to the next lock, where one of them takes its place.
func (l *Lock) take(ctx context.Context, shared bool) *failure.Message {
	for {
		if problem := l.open(); problem != nil {
			return problem
		}
		alone, err := l.file.TryLock()
		if err != nil {
			return unusable(l.folder.path, err)
		}
		got := alone
		if !alone {
			l.Waited = true
			pace.Waits()
			got = l.wait(ctx, shared)
		}
		switch {
		case alone || got && !shared:
			l.Alone = true
			go l.showLife()
			return nil
		case got || ctx.Err() != nil:
			return nil
		}
		_ = l.file.Close()
		l.file, l.number = nil, l.number+1
	}
}

func (l *Lock) open() *failure.Message {
	if l.file != nil {
		return nil
	}
	name := l.name + ".lock"
	if l.number > 1 {
		name = fmt.Sprintf("%s.%d.lock", l.name, l.number)
	}
	if found, err := l.folder.root.Lstat(name); err == nil && (!found.Mode().IsRegular() || !isOwn(found)) {
		return &failure.Message{Code: "cache-lock-foreign", Fields: failure.Fields{"path": name}}
	}
	l.file = flock.New(filepath.Join(l.folder.path, name), flock.SetPermissions(0o600))
	return nil
}

// wait says whether it got the lock, before the context ended and while the holder showed life.
func (l *Lock) wait(ctx context.Context, shared bool) bool {
	try := l.file.TryLock
	if shared {
		try = l.file.TryRLock
	}
	var seen time.Time
	since := time.Now()
	for {
		if got, _ := try(); got {
			return true
		}
		// Only whether it changes counts: clocks are set.
		if found, err := os.Stat(l.file.Path()); err == nil && !found.ModTime().Equal(seen) {
			seen, since = found.ModTime(), time.Now()
		}
		if time.Since(since) >= pace.LockPatience {
			return false
		}
		select {
		case <-time.After(poll):
		case <-ctx.Done():
			return false
		}
	}
}

// showLife marks the file of the lock until the end.
func (l *Lock) showLife() {
	for path := l.file.Path(); ; {
		select {
		case <-time.After(pace.LockLife):
			_ = os.Chtimes(path, time.Time{}, time.Now())
		case <-l.ended:
			return
		}
	}
}
