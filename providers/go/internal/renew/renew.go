// Package renew gives a session: that of the cache while it is fresh, else a new one, which one process gets for all.
package renew

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"time"

	"example.com/azure-to-aws-federation/providers/go/internal/cache"
	"example.com/azure-to-aws-federation/providers/go/internal/failure"
	"example.com/azure-to-aws-federation/providers/go/internal/guard"
	"example.com/azure-to-aws-federation/providers/go/internal/knowledge"
	"example.com/azure-to-aws-federation/providers/go/internal/options"
	"example.com/azure-to-aws-federation/providers/go/internal/pace"
	"example.com/azure-to-aws-federation/providers/go/internal/session"
)

// Cached is the fresh session of the cache, or nil. It reads the command line no further than to the cache folder.
func Cached(arguments []string) *session.Session {
	folder, problem := cache.Open(cache.Path(folderIn(arguments)), false)
	if problem != nil {
		return nil
	}
	defer folder.Close()
	found := folder.Read(cache.NewQuestion(arguments))
	if found == nil || !found.IsFresh() {
		return nil
	}
	return found
}

func folderIn(arguments []string) (chosen string) {
	for index, argument := range arguments {
		if argument == "--cache-dir" && index+1 < len(arguments) {
			chosen = arguments[index+1]
		} else if len(argument) > 12 && argument[:12] == "--cache-dir=" {
			chosen = argument[12:]
		}
	}
	return chosen
}

// call is one attempt to answer a question.
type call struct {
	asked     options.Options
	question  cache.Question
	situation string
	began     time.Time
	// folder is where the session is kept: the cache, a fallback, or nil.
	folder *cache.Folder
	// warning is why it is not the cache.
	warning *failure.Message
	// last is the old session, or nil.
	last *session.Session
}

// Get returns a session, and a warning for a person beside it, or why there is none.
func Get(ctx context.Context, arguments []string) (*session.Session, string, error) {
	if found := Cached(arguments); found != nil {
		return found, "", nil
	}
	asked, err := options.Parse(arguments, false)
	if err != nil {
		return nil, "", err
	}
	c := &call{asked: asked, question: cache.NewQuestion(arguments), situation: situation(), began: pace.Now()}
	c.open()
	if c.folder != nil {
		defer c.folder.Close()
		c.last = c.folder.Read(c.question)
	}
	most := pace.Total
	switch {
	case asked.Wait:
		most = pace.Waiting
	case c.last != nil && c.last.IsValid():
		most = pace.WithSession
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	return c.answer(ctx, most)
}

// open uses the cache, or else the first fallback that can be used: without any, all processes would ask Azure and STS at once.
func (c *call) open() {
	c.folder, c.warning = cache.Open(cache.Path(c.asked.CacheFolder), true)
	for _, path := range cache.Fallbacks() {
		if c.folder != nil {
			return
		}
		c.folder, _ = cache.Open(path, true)
	}
}

func (c *call) answer(ctx context.Context, most time.Duration) (*session.Session, string, error) {
	if c.folder != nil {
		lock, problem := c.lock(ctx, most)
		if problem != nil {
			c.warning = problem
		} else {
			defer lock.Unlock()
			if found, text, err := c.shared(lock); found != nil || err != nil {
				return found, text, err
			}
			if !lock.Alone && lock.Held {
				// Nothing came of the other's attempt. One of those who waited for it makes the next one.
				lock.TakeAlone(ctx)
				if found, text, err := c.shared(lock); found != nil || err != nil {
					return found, text, err
				}
			}
		}
	}
	made, err := session.Obtain(ctx, c.asked)
	if err != nil {
		return c.fail(ctx, err)
	}
	c.keep(made)
	return &made, c.warned(), nil
}

// lock waits for at most three quarters of the time: a holder that is stopped must not keep all others.
func (c *call) lock(ctx context.Context, most time.Duration) (*cache.Lock, *failure.Message) {
	limited, cancel := context.WithTimeout(ctx, most*3/4)
	defer cancel()
	return c.folder.Lock(limited, c.question)
}

// shared is what another caller achieved while this one waited, or a failure that is too new to try again.
func (c *call) shared(lock *cache.Lock) (*session.Session, string, error) {
	if c.last = c.folder.Read(c.question); c.last != nil {
		// What was got meanwhile is as new as it can be, even where no session stays fresh for long.
		isNew := lock.Waited && c.last.Obtained >= c.began.Unix() && c.last.IsValid()
		if isNew || c.last.IsFresh() {
			return c.last, c.warned(), nil
		}
	}
	note := c.lastAttempt()
	if note == nil || !note.IsFailure() {
		return nil, "", nil
	}
	same, age := note.Situation == c.situation, time.Duration((now()-note.When)*float64(time.Second))
	pause := min(pace.RepeatedAtMost, max(pace.Repeated, 2*time.Duration(note.Took*float64(time.Second))))
	if note.Passing && c.last != nil && c.last.IsValid() {
		pause = pace.AfterFailure
	}
	waitedFor := lock.Waited && same && age >= 0 && note.When >= float64(c.began.UnixMilli())/1000
	// A user who waits for a change wants to see it, and so does one who changed the environment.
	if waitedFor || same && !c.asked.Wait && age >= 0 && age < pause {
		return c.ended(&failure.Failure{Noted: note.Text, Passing: note.Passing})
	}
	return nil, "", nil
}

func (c *call) lastAttempt() *cache.Note {
	notes := c.folder.Notes(c.question)
	for index := len(notes) - 1; index >= 0; index-- {
		if notes[index].Kind != cache.Warning {
			return &notes[index]
		}
	}
	return nil
}

// fail notes a failure, and ends with it or with the old session.
func (c *call) fail(ctx context.Context, err error) (*session.Session, string, error) {
	var failed *failure.Failure
	if !errors.As(err, &failed) {
		if ctx.Err() == nil {
			return nil, "", err
		}
		failed = &failure.Failure{Passing: true, Messages: []failure.Message{{
			Code: "helper-gave-up", Fields: failure.Fields{"seconds": int(pace.Now().Sub(c.began).Seconds())},
		}}}
	}
	if failed.Refused {
		c.last = nil
		c.purge()
	}
	kind := cache.Failed
	if c.oldServes(failed) {
		kind = cache.OldSession
	}
	c.note(kind, failed.Error(), failed.Passing)
	return c.ended(failed)
}

// purge removes the refused session from the cache and from each fallback.
func (c *call) purge() {
	if c.folder != nil {
		c.folder.Purge(c.question)
	}
	for _, path := range cache.Fallbacks() {
		if folder, problem := cache.Open(path, false); problem == nil {
			folder.Purge(c.question)
			folder.Close()
		}
	}
}

func (c *call) oldServes(failed *failure.Failure) bool {
	return failed.Passing && c.last != nil && c.last.IsValid()
}

// ended is the old session if the failure passes and that is valid, else the failure.
func (c *call) ended(failed *failure.Failure) (*session.Session, string, error) {
	if !c.oldServes(failed) {
		return nil, "", failed
	}
	minutes := (c.last.Expires - pace.Now().Unix()) / 60
	text := failure.Message{Code: "session-not-renewed", Fields: failure.Fields{"minutes": minutes, "failure": failed.Error()}}
	return c.last, text.String(), nil
}

func (c *call) keep(made session.Session) {
	if c.folder == nil {
		return
	}
	if err := c.folder.Keep(c.question, made); err != nil {
		c.warning = &failure.Message{Code: "cache-not-written", Fields: failure.Fields{"reason": guard.Reason(err)}}
		for _, path := range cache.Fallbacks() {
			folder, problem := cache.Open(path, true)
			if problem != nil {
				continue
			}
			err := folder.Keep(c.question, made)
			folder.Close()
			if err == nil {
				break
			}
		}
	}
	c.folder.Sweep()
	// A failure that is over must not be repeated to anybody.
	if last := c.lastAttempt(); last != nil && last.IsFailure() {
		c.note(cache.Recovered, "", false)
	}
	if c.warning != nil {
		c.note(cache.Warning, c.warning.String(), false)
	}
}

func (c *call) note(kind, text string, passing bool) {
	if c.folder != nil {
		_ = c.folder.Add(c.question, cache.Note{When: now(), Took: pace.Now().Sub(c.began).Seconds(), Kind: kind, Situation: c.situation, Text: text, Passing: passing})
	}
}

func (c *call) warned() string {
	if c.warning == nil {
		return ""
	}
	return c.warning.String()
}

func now() float64 { return float64(pace.Now().UnixMilli()) / 1000 }

// situation is a digest of what can change the outcome of another attempt: variables, and the network of the process.
func situation() string {
	var values []string
	for _, name := range knowledge.Get().SituationVariables {
		values = append(values, os.Getenv(name))
	}
	network, _ := os.Readlink("/proc/self/ns/net")
	text, _ := json.Marshal(append(values, network))
	return cache.Digest(string(text))
}
