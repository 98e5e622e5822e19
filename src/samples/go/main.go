// A Tauri client on quic-go: what ../../site/write-a-client.md says, in one file. ../README.md says how to run it.
//
// It prints badges and their total. "read 7" on its standard input says that the user has read what user 7 wrote.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"log"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/quic-go/quic-go"
)

const cryptoError = 0x100 // plus the TLS alert (RFC 9001 §4.8)

var (
	refusedCertificate = []quic.TransportErrorCode{42, 44, 45, 46, 48, 51, 116}
	retryAfter         = regexp.MustCompile(`retry-after-ms=(\d{1,9})`)
)

type todo int

const (
	soon todo = iota
	later
	aside
	never
)

// over says why a session is over, and what to do; where the server says so, not before atLeast.
type over struct {
	why     string
	todo    todo
	atLeast time.Duration
}

// pair is what the server has said of a sender.
type pair struct{ Amount, Revision int64 }

// badges are what the server has said, and reads that are owed to it, each with the revision that was read; in a file.
type badges struct {
	Revision int64
	Pairs    map[string]pair
	Owed     map[string]int64
	path     string
	shown    map[string]int64
}

func load(path string) *badges {
	b := &badges{Pairs: map[string]pair{}, Owed: map[string]int64{}, path: path}
	kept, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(kept, b)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Fatal(err)
	}
	b.show()
	return b
}

// save replaces the file as a whole, synced.
func (b *badges) save() error {
	text, err := json.Marshal(b)
	if err != nil {
		return err
	}
	file, err := os.Create(b.path + ".new")
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err = file.Write(text); err != nil {
		return err
	}
	if err = file.Sync(); err != nil {
		return err
	}
	return os.Rename(b.path+".new", b.path)
}

// show prints what is different from what was printed last.
func (b *badges) show() {
	shown, total, changed := map[string]int64{}, int64(0), map[string]int64{}
	for sender, pair := range b.Pairs {
		if _, owed := b.Owed[sender]; pair.Amount > 0 && !owed {
			shown[sender] = pair.Amount
			total += pair.Amount
			if b.shown[sender] != pair.Amount {
				changed[sender] = pair.Amount
			}
		}
	}
	for sender := range b.shown {
		if _, there := shown[sender]; !there {
			changed[sender] = 0
		}
	}
	for sender, amount := range changed {
		fmt.Println("badge", sender, amount, "total", total)
	}
	b.shown = shown
}

// take has a push or a read. It is false if that is not newer and says something else than we know.
func (b *badges) take(sender string, told pair) bool {
	if told.Revision <= b.Revision {
		return told.Amount == b.Pairs[sender].Amount
	}
	b.Revision, b.Pairs[sender] = told.Revision, told
	return true
}

// replace has an answer, which has everything up to its revision.
func (b *badges) replace(answer data) {
	for sender, pair := range b.Pairs {
		if pair.Revision <= answer.Revision {
			delete(b.Pairs, sender)
		}
	}
	for _, each := range answer.Notifications {
		if _, newer := b.Pairs[each.SenderID]; !newer {
			b.Pairs[each.SenderID] = pair{each.Amount, each.Revision}
		}
	}
	b.Revision = max(b.Revision, answer.Revision)
}

// restored is for a server that has older data than it had: its revisions mean something else now.
func (b *badges) restored() {
	b.Revision = 0
	for sender, known := range b.Pairs {
		b.Pairs[sender] = pair{known.Amount, 0}
	}
	for sender := range b.Owed {
		b.Owed[sender] = 0
	}
}

// stillOwed is whether what was read is all that there is. If not, the badge shows again.
func (b *badges) stillOwed(sender string) bool {
	known := b.Pairs[sender]
	if known.Amount > 0 && known.Revision > 0 && known.Revision == b.Owed[sender] {
		return true
	}
	delete(b.Owed, sender)
	return false
}

func (b *badges) told(sender string, cleared bool) {
	if known := b.Pairs[sender]; cleared && known.Revision == b.Owed[sender] {
		b.Pairs[sender] = pair{0, known.Revision}
	}
	delete(b.Owed, sender)
}

type message struct {
	Type string `json:"type"`
	ID   string `json:"id,omitempty"`
	Data data   `json:"data"`
}

// data has the members of all messages; those that a message does not have are left out.
type data struct {
	UserID        string `json:"user_id,omitempty"`
	SenderID      string `json:"sender_id,omitempty"`
	Amount        int64  `json:"amount,omitempty"`
	Revision      int64  `json:"revision,omitempty"`
	LastPing      int64  `json:"last_ping,omitempty"`
	Notifications []data `json:"notifications,omitempty"`
}

type request struct {
	kind     string
	deadline time.Time
	done     func(reply message)
}

// session is one connection. Its end is in over.
type session struct {
	*badges
	connection *quic.Conn
	stream     *quic.Stream
	over       *over
	requests   map[string]request
	ids        int
	telling    map[string]bool
	began      time.Time
	heard      time.Time
	mayAsk     time.Time
	asking     bool
	wanted     bool
	answered   bool
	proven     bool
}

func (s *session) end(why string, todo todo) {
	if s.over == nil {
		s.over = &over{why: why, todo: todo}
	}
}

func (s *session) send(message message) {
	text, err := json.Marshal(message)
	if err == nil {
		_, err = s.stream.Write(append(text, '\n'))
	}
	if err != nil && s.connection.Context().Err() == nil {
		s.end(err.Error(), soon)
	}
}

// request has done called with the reply. Without one within 10 s the session is over.
func (s *session) request(kind string, data data, done func(reply message)) {
	s.ids++
	id := strconv.Itoa(s.ids)
	s.requests[id] = request{kind, time.Now().Add(10 * time.Second), done}
	s.send(message{kind, id, data})
}

func (s *session) receive(message message) {
	s.heard = time.Now()
	request, reply := s.requests[message.ID]
	switch {
	case reply:
		delete(s.requests, message.ID)
		request.done(message)
	case message.Type == "push_notification" || message.Type == "read_notification":
		if !s.take(message.Data.SenderID, pair{message.Data.Amount, message.Data.Revision}) {
			s.wanted = true
		}
	case message.Type == "ping":
		s.pong(message.Data.Revision)
	}
	s.show()
}

// due does what time asks for.
func (s *session) due() {
	now := time.Now()
	for _, request := range s.requests {
		if now.After(request.deadline) {
			s.end("no reply to "+request.kind, soon)
		}
	}
	if len(s.requests) == 0 && now.Sub(s.heard) > 20*time.Second {
		s.ping()
	}
	if s.wanted && !s.asking && now.After(s.mayAsk) { // one question at a time, and one in 5 s
		s.ask()
	}
}

func (s *session) identified(reply message) {
	switch {
	case reply.Type == "error_internal":
		s.end(reply.Type, soon)
	case reply.Type != "success":
		s.end(reply.Type, never)
	default:
		fmt.Println("live")
		if reply.Data.Revision < s.Revision {
			s.restored()
		}
		s.ping() // so that what we have got is proven at once
		s.wanted = true
	}
}

func (s *session) ping() {
	s.request("ping", data{LastPing: -1}, func(message) {})
}

// pong says that all before the ping is here, so it has to be on the disk.
func (s *session) pong(revision int64) {
	if err := s.save(); err != nil {
		s.end(err.Error(), later)
		return
	}
	s.send(message{Type: "pong", Data: data{LastPing: -1}})
	s.proven = true
	if revision != s.Revision {
		s.wanted = true
	}
}

func (s *session) ask() {
	s.asking, s.wanted, s.mayAsk = true, false, time.Now().Add(5*time.Second)
	had := s.Revision
	s.request("get_notifications", data{}, func(reply message) {
		s.asking = false
		if reply.Type != "get_notifications" {
			s.wanted = true
			return
		}
		if reply.Data.Revision < had {
			s.restored()
			s.wanted = true // what came since the question may be of either time
		}
		s.replace(reply.Data)
		s.answered = true
		for sender := range s.Owed {
			if !s.telling[sender] && s.stillOwed(sender) {
				s.tell(sender)
			}
		}
	})
}

// read is told now; before the first answer, that decides whether it is.
func (s *session) read(sender string) {
	if s.answered && !s.telling[sender] {
		s.tell(sender)
	}
}

// tell does so once: a read clears whatever is there when it arrives.
func (s *session) tell(sender string) {
	s.telling[sender] = true
	s.request("read_notification", data{SenderID: sender}, func(reply message) {
		delete(s.telling, sender)
		if reply.Type == "error_internal" {
			s.wanted = true // the answer decides again
		} else {
			s.told(sender, reply.Type == "success")
		}
	})
}

// whatToDo is the table in ../../site/errors.md.
func whatToDo(err error) over {
	var application *quic.ApplicationError
	var transport *quic.TransportError
	switch {
	case errors.As(err, &application):
		end := over{why: fmt.Sprintf("%d %s", application.ErrorCode, application.ErrorMessage)}
		if asked := retryAfter.FindStringSubmatch(application.ErrorMessage); asked != nil {
			milliseconds, _ := strconv.Atoi(asked[1])
			end.atLeast = min(time.Duration(milliseconds)*time.Millisecond, 10*time.Minute)
		}
		switch code := application.ErrorCode; {
		case code == 102:
			end.todo = aside
		case code >= 200 && code < 300 && code != 202:
			end.todo = never
		}
		return end
	case errors.As(err, &transport) && transport.ErrorCode.IsCryptoError():
		if transport.Remote && slices.Contains(refusedCertificate, transport.ErrorCode-cryptoError) {
			return over{why: err.Error(), todo: never}
		}
		return over{why: err.Error(), todo: later}
	}
	return over{why: err.Error()}
}

// waits is how long to stay away.
type waits struct{ soon, aside time.Duration }

func (w *waits) after(end over, proven bool, lasted time.Duration) time.Duration {
	switch end.todo {
	case later:
		return random(30*time.Second, 60*time.Second)
	case aside:
		if lasted > time.Hour {
			w.aside = 0
		}
		w.aside = min(max(2*w.aside, time.Minute), time.Hour)
		return random(w.aside/2, w.aside)
	}
	if proven {
		w.soon = 0
	}
	w.soon = min(max(2*w.soon, time.Second), time.Minute)
	return max(random(0, w.soon), end.atLeast)
}

func random(from, to time.Duration) time.Duration {
	return from + rand.N(to-from)
}

type client struct {
	server, ca, cert, key, user string
	badges                      *badges
	commands                    chan string
	waits                       waits
}

func (c *client) run() {
	for {
		end, proven, lasted := c.visit()
		if end.todo == never {
			fmt.Println("ended:", end.why)
			return
		}
		wait := c.waits.after(end, proven, lasted)
		fmt.Printf("away %.1f s: %s\n", wait.Seconds(), end.why)
		for back := time.After(wait); back != nil; {
			select {
			case sender := <-c.commands:
				c.read(sender)
			case <-back:
				back = nil
			}
		}
	}
}

// read has the badge go at once, whether the server can be told now or later.
func (c *client) read(sender string) {
	c.badges.Owed[sender] = c.badges.Pairs[sender].Revision
	if err := c.badges.save(); err != nil {
		log.Print(err)
	}
	c.badges.show()
}

// visit is one connection, from its handshake to its end. The certificate is read each time: it may be another now.
func (c *client) visit() (end over, proven bool, lasted time.Duration) {
	identity, err := tls.LoadX509KeyPair(c.cert, c.key)
	if err != nil {
		log.Fatal(err)
	}
	authorities, err := os.ReadFile(c.ca)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(authorities)
	config := &tls.Config{RootCAs: roots, Certificates: []tls.Certificate{identity}, NextProtos: []string{"tauri"}}
	within, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	connection, err := quic.DialAddr(within, c.server, config, &quic.Config{MaxIdleTimeout: time.Minute})
	if err != nil {
		return whatToDo(err), false, 0
	}
	defer connection.CloseWithError(0, "")
	stream, err := connection.OpenStream()
	if err != nil {
		return whatToDo(err), false, 0
	}
	now := time.Now()
	s := &session{badges: c.badges, connection: connection, stream: stream, began: now, heard: now,
		requests: map[string]request{}, telling: map[string]bool{}}
	c.live(s)
	return *s.over, s.proven, time.Since(s.began)
}

func (c *client) live(s *session) {
	messages := make(chan message)
	go listen(s.connection, s.stream, messages)
	s.request("tauri_identification", data{UserID: c.user}, s.identified)
	clock := time.NewTicker(time.Second)
	defer clock.Stop()
	for s.over == nil {
		select {
		case message := <-messages:
			s.receive(message)
		case sender := <-c.commands:
			c.read(sender)
			s.read(sender)
		case <-clock.C:
		case <-s.connection.Context().Done():
			end := whatToDo(context.Cause(s.connection.Context()))
			s.over = &end
		}
		s.due()
	}
}

// listen hands on the server's messages, one a line. What is none that we know is left out.
func listen(connection *quic.Conn, stream *quic.Stream, messages chan<- message) {
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		var message message
		if json.Unmarshal(lines.Bytes(), &message) == nil {
			select {
			case messages <- message:
			case <-connection.Context().Done():
				return
			}
		}
	}
}

func main() {
	c := &client{commands: make(chan string)}
	flag.StringVar(&c.server, "server", "localhost:9189", "host and UDP port")
	flag.StringVar(&c.ca, "ca", "", "PEM file of the authority to trust")
	flag.StringVar(&c.cert, "cert", "", "PEM file of this device's chain")
	flag.StringVar(&c.key, "key", "", "PEM file of its key")
	flag.StringVar(&c.user, "user", "", "id of the user")
	state := flag.String("state", "", "file for what is kept")
	flag.Parse()
	c.badges = load(*state)
	go func() {
		for lines := bufio.NewScanner(os.Stdin); lines.Scan(); {
			if sender, read := strings.CutPrefix(lines.Text(), "read "); read {
				c.commands <- sender
			}
		}
		os.Exit(0)
	}()
	c.run()
}
