package serve

import (
	"context"
	"net"
	"net/http"
	"slices"
	"sync"
)

// strangers are the open connections that have not shown the token, oldest first. Another user of the machine can open many and be
// slow, but cannot keep others out: one too many ends the oldest.
type strangers struct {
	mutex sync.Mutex
	open  []net.Conn
}

func (s *strangers) follow(connection net.Conn, state http.ConnState) {
	switch state {
	case http.StateNew:
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.open = append(s.open, connection)
		if len(s.open) > mostStrangers {
			s.open[0].Close()
			s.open = s.open[1:]
		}
	case http.StateClosed, http.StateHijacked:
		s.forget(connection)
	}
}

func (s *strangers) forget(connection net.Conn) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if index := slices.Index(s.open, connection); index >= 0 {
		s.open = slices.Delete(s.open, index, index+1)
	}
}

type connectionKey struct{}

func withConnection(ctx context.Context, connection net.Conn) context.Context {
	return context.WithValue(ctx, connectionKey{}, connection)
}

func connectionOf(r *http.Request) net.Conn {
	connection, _ := r.Context().Value(connectionKey{}).(net.Conn)
	return connection
}
