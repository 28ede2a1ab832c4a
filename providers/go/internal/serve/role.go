package serve

import (
	"context"
	"errors"
	"sync"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// Source gives the session of a role: a fresh one, or the last one while there is trouble.
type Source func(context.Context) (*session.Session, error)

// pauses between attempts.
type pauses struct {
	// again is how often the session is looked at: a timer stands still while a machine sleeps.
	again time.Duration
	// retry is the first pause after a failure. Each is twice the one before, up to again.
	retry time.Duration
}

// role keeps one session that can be given away at once: clients wait 1 or 2 s for an answer.
type role struct {
	source Source
	pauses pauses
	// tried is closed after the first attempt.
	tried chan struct{}

	mutex  sync.Mutex
	last   *session.Session
	err    error
	counts struct{ succeeded, failed int }
}

func newRole(source Source) *role {
	return &role{source: source, tried: make(chan struct{})}
}

// keep renews the session in time, until the context ends. alone: one renewal at a time in this process, because some change its
// environment for a moment. report gets each failure that differs from the one before, and nil once it is over.
func (r *role) keep(ctx context.Context, alone *sync.Mutex, report func(error)) {
	said, pause := "", r.pauses.retry
	for first := true; ctx.Err() == nil; first = false {
		wait := r.pauses.again
		if found, _ := r.current(); found == nil || !found.IsFresh() {
			alone.Lock()
			found, err := r.source(ctx)
			alone.Unlock()
			r.set(found, err)
			text := ""
			if err != nil {
				text = err.Error()
				wait, pause = pause, min(2*pause, r.pauses.again)
			} else {
				pause = r.pauses.retry
			}
			if text != said && ctx.Err() == nil {
				report(err)
			}
			said = text
		}
		if first {
			close(r.tried)
		}
		if found, _ := r.current(); found != nil && found.IsFresh() {
			wait = min(wait, max(time.Unix(found.FreshUntil, 0).Sub(pace.Now()), time.Second))
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

func (r *role) set(found *session.Session, err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.err = err
	if err == nil {
		r.last = found
		r.counts.succeeded++
		return
	}
	r.counts.failed++
	var failed *failure.Failure
	if errors.As(err, &failed) && failed.Refused {
		r.last = nil
	}
}

// current is the session if AWS still accepts it, and why there is none or no fresh one.
func (r *role) current() (*session.Session, error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.last != nil && r.last.IsValid() {
		return r.last, r.err
	}
	return nil, r.err
}

// within is current, after the first attempt if that ends in time.
func (r *role) within(most time.Duration) (*session.Session, error) {
	select {
	case <-r.tried:
	case <-time.After(most):
	}
	return r.current()
}
