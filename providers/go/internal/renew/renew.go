// Package renew gives a session: that of the cache while it is fresh, else a new one, which one process gets for all.
package renew

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
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
	// began is when this call did, and started what this machine's clock said then.
	began, started time.Time
	// folder is where the session is kept: the cache, a fallback, or nil. others are the fallbacks that were not tried yet.
	folder *cache.Folder
	others []string
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
	asked, err := options.Parse(arguments)
	if err != nil {
		return nil, "", err
	}
	c := &call{asked: asked, question: cache.NewQuestion(arguments), situation: situation(), began: time.Now(), started: pace.Now()}
	c.open()
	defer c.close()
	c.last = c.kept()
	most := pace.Total
	switch {
	case asked.Wait:
		most = pace.Waiting
	case c.last != nil && c.last.IsValid():
		most = pace.WithSession
	}
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	return c.answer(ctx)
}

// open uses the cache, or else the first fallback that can be used: without any, all processes would ask Azure and STS at once.
func (c *call) open() {
	c.others = cache.Fallbacks()
	if c.folder, c.warning = cache.Open(cache.Path(c.asked.CacheFolder), true); c.folder == nil {
		c.openNext()
	}
}

func (c *call) openNext() {
	c.close()
	for c.folder == nil && len(c.others) > 0 {
		c.folder, _ = cache.OpenFallback(c.others[0])
		c.others = c.others[1:]
	}
}

func (c *call) close() {
	if c.folder != nil {
		c.folder.Close()
		c.folder = nil
	}
}

// lock is that of the first folder in which there can be one, or nil.
func (c *call) lock(ctx context.Context) *cache.Lock {
	for c.folder != nil {
		lock, problem := c.folder.Lock(ctx, c.question)
		if problem == nil {
			return lock
		}
		lock.Unlock()
		c.warning = cmp.Or(c.warning, problem)
		c.openNext()
	}
	return nil
}

// kept is the session of the folder, or of a fallback that a call without the folder used.
func (c *call) kept() *session.Session {
	if c.folder != nil {
		if found := c.folder.Read(c.question); found != nil {
			return found
		}
	}
	var found *session.Session
	c.each(cache.Fallbacks(), false, func(folder *cache.Folder) bool {
		found = folder.Read(c.question)
		return found != nil
	})
	return found
}

// each calls use with the folders that can be used, until it returns true. make: whether to make those that are missing.
func (c *call) each(paths []string, make bool, use func(*cache.Folder) bool) {
	for _, path := range paths {
		folder, problem := cache.Open(path, false)
		if problem != nil && make {
			folder, problem = cache.OpenFallback(path)
		}
		if problem != nil {
			continue
		}
		done := use(folder)
		folder.Close()
		if done {
			return
		}
	}
}

func (c *call) answer(ctx context.Context) (*session.Session, string, error) {
	lock := c.lock(ctx)
	if lock != nil {
		defer lock.Unlock()
	}
	if found, text, err := c.shared(lock); found != nil || err != nil {
		return found, text, err
	}
	if lock != nil && !lock.Alone {
		// Nothing came of the other's attempt. One of those who waited for it makes the next one.
		lock.TakeAlone(ctx)
		if found, text, err := c.shared(lock); found != nil || err != nil {
			return found, text, err
		}
	}
	made, err := session.Obtain(ctx, c.asked)
	if err != nil {
		return c.fail(ctx, err)
	}
	c.keep(made)
	return &made, c.warned(), nil
}

// shared is what another caller achieved while this one waited, or a failure that is too new to try again. lock is nil without a folder.
func (c *call) shared(lock *cache.Lock) (*session.Session, string, error) {
	waited := lock != nil && lock.Waited
	if c.last = c.kept(); c.last != nil {
		// What was got meanwhile is as new as it can be, even where no session stays fresh for long.
		isNew := waited && c.last.Obtained >= c.started.Unix() && c.last.IsValid()
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
	waitedFor := waited && same && age >= 0 && note.When >= seconds(c.started)
	// A user who waits for a change wants to see it, and so does one who changed the environment.
	if waitedFor || same && !c.asked.Wait && age >= 0 && age < pause {
		return c.ended(&failure.Failure{Noted: note.Text, Passing: note.Passing})
	}
	return nil, "", nil
}

// Notes are what went wrong lately for a command line, in their order.
func Notes(arguments []string, asked options.Options) []cache.Note {
	c := &call{asked: asked, question: cache.NewQuestion(arguments)}
	return c.notes()
}

// notes are in their order.
func (c *call) notes() (found []cache.Note) {
	places := append([]string{cache.Path(c.asked.CacheFolder)}, cache.Fallbacks()...)
	c.each(places, false, func(folder *cache.Folder) bool {
		found = append(found, folder.Notes(c.question)...)
		return false
	})
	slices.SortStableFunc(found, func(one, other cache.Note) int { return cmp.Compare(one.When, other.When) })
	return found
}

func (c *call) lastAttempt() *cache.Note {
	notes := c.notes()
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
			Code: "helper-gave-up", Fields: failure.Fields{"seconds": int(time.Since(c.began).Seconds())},
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
	c.each(cache.Fallbacks(), false, func(folder *cache.Folder) bool {
		folder.Purge(c.question)
		return false
	})
}

func (c *call) oldServes(failed *failure.Failure) bool {
	return failed.Passing && c.last != nil && c.last.IsValid()
}

// ended is the old session if the failure passes and that is valid, else the failure.
func (c *call) ended(failed *failure.Failure) (*session.Session, string, error) {
	if !c.oldServes(failed) {
		return nil, "", failed
	}
	minutes := int(float64(c.last.Expires)-now()) / 60
	text := failure.Message{Code: "session-not-renewed", Fields: failure.Fields{"minutes": minutes, "failure": failed.Error()}}
	return c.last, text.String(), nil
}

func (c *call) keep(made session.Session) {
	if c.folder != nil {
		if err := c.folder.Keep(c.question, made); err != nil {
			c.warning = &failure.Message{Code: "cache-not-written", Fields: failure.Fields{"reason": guard.Reason(err)}}
			c.each(cache.Fallbacks(), true, func(folder *cache.Folder) bool { return folder.Keep(c.question, made) == nil })
		}
		c.folder.Sweep()
	}
	// A failure that is over must not be repeated to anybody.
	if last := c.lastAttempt(); last != nil && last.IsFailure() {
		c.note(cache.Recovered, "", false)
	}
	if c.warning != nil {
		c.note(cache.Warning, c.warning.String(), false)
	}
}

// warnedAgain is how long a warning that every call has is not noted a second time, in seconds.
const warnedAgain = 300

// note keeps a note in the first place that takes it.
func (c *call) note(kind, text string, passing bool) {
	made := cache.Note{
		When: now(), Took: time.Since(c.began).Seconds(), Kind: kind, Situation: c.situation, Text: text, Passing: passing,
	}
	for _, known := range c.notes() {
		if age := made.When - known.When; kind == cache.Warning && known.Kind == kind && known.Text == text && age >= 0 && age < warnedAgain {
			return
		}
	}
	if c.folder == nil || c.folder.Add(c.question, made) != nil {
		c.each(cache.Fallbacks(), true, func(folder *cache.Folder) bool { return folder.Add(c.question, made) == nil })
	}
}

func (c *call) warned() string {
	if c.warning == nil {
		return ""
	}
	return c.warning.String()
}

func now() float64 { return seconds(pace.Now()) }

func seconds(when time.Time) float64 { return float64(when.UnixMilli()) / 1000 }

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
