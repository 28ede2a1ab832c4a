// Package pace is how long the static helper waits, and what time it is. The times are those of the credential helper, where each has
// its reason. Nothing but a build for tests changes them.
package pace

import "time"

var (
	// Total is the time of a call: an SDK ends its credential_process after 60 s.
	Total = 48 * time.Second
	// WithSession is that while an old session still works: nobody should wait long for a new one.
	WithSession = 10 * time.Second
	// Waiting is that under --wait, and WaitPause the pause between two attempts.
	Waiting   = 300 * time.Second
	WaitPause = 5 * time.Second
	// Attempt is the time of one request.
	Attempt = 10 * time.Second
	// FirstPause is the longest first pause between two attempts; it takes at least half of that. Microsoft's page on tokens for VMs asks
	// for at least 1 s and gives 2, 4, 8, and 16 s as an example.
	FirstPause = 2 * time.Second
	// NearConnect is that of a connection to a service near by: within this the first packet was sent twice.
	NearConnect = 2 * time.Second
	// NearSilent is how long a service near by may say nothing: a client may start the helper up to four times for one request, and
	// should not have to wait longer than 20 s for all of them.
	NearSilent = 8 * time.Second
	// AfterFailure is how long an old session is served before the next attempt to renew it.
	AfterFailure = 30 * time.Second
	// Without one, clients start the helper up to four times for one request, each of which would fail as the first did. So a failure is
	// repeated for Repeated, or for twice the time that it took, up to RepeatedAtMost.
	Repeated, RepeatedAtMost = 5 * time.Second, 15 * time.Second
	// Who renews for others shows life each LockLife. One that showed none for LockPatience is stopped.
	LockLife, LockPatience = time.Second, 5 * time.Second
	// Now is the time of this machine's clock.
	Now = time.Now
	// Waits is called when a call begins to wait for another. It does nothing.
	Waits = func() {}
)
