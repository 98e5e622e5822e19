// The least that holds Tauri sessions and pushes, on quic-go and Go's own TLS.
//
// Arguments: directory of the keys, heartbeat in ms. Prints "ready <port of QUIC> <port of the control>", and ends when
// its standard input does.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/quic-go/quic-go"
)

const (
	success   = `{"type":"success","id":"1","data":{"revision":1234}}` + "\n"
	ping      = `{"type":"ping","data":{"last_ping":12,"revision":1234}}` + "\n"
	push      = `{"type":"push_notification","data":{"sender_id":"2000000","amount":12,"revision":1234}}` + "\n"
	firstUser = 1_000_000
	lineLimit = 16_384
)

type server struct {
	heartbeat time.Duration
	sessions  sync.Map // from the client's number to its *quic.Stream
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func tlsConfig(keys string) *tls.Config {
	identity, err := tls.LoadX509KeyPair(filepath.Join(keys, "server.pem"), filepath.Join(keys, "server.key"))
	check(err)
	pem, err := os.ReadFile(filepath.Join(keys, "ca.pem"))
	check(err)
	authorities := x509.NewCertPool()
	authorities.AppendCertsFromPEM(pem)
	return &tls.Config{
		MinVersion:             tls.VersionTLS13,
		CurvePreferences:       []tls.CurveID{tls.X25519},
		NextProtos:             []string{"tauri"},
		Certificates:           []tls.Certificate{identity},
		ClientAuth:             tls.RequireAndVerifyClientCert,
		ClientCAs:              authorities,
		SessionTicketsDisabled: true,
	}
}

func listen(keys string) *quic.Listener {
	socket, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.IPv4(127, 0, 0, 1)})
	check(err)
	listener, err := quic.Listen(socket, tlsConfig(keys), &quic.Config{
		MaxIdleTimeout:                 time.Minute,
		InitialStreamReceiveWindow:     lineLimit,
		MaxStreamReceiveWindow:         lineLimit,
		InitialConnectionReceiveWindow: 1 << 16,
		MaxConnectionReceiveWindow:     1 << 16,
		MaxIncomingStreams:             4,
		MaxIncomingUniStreams:          -1,
		DisablePathMTUDiscovery:        true,
	})
	check(err)
	return listener
}

func (s *server) accept(listener *quic.Listener) {
	for {
		connection, err := listener.Accept(context.Background())
		check(err)
		go s.hold(connection)
	}
}

// hold passes over what a client says after its identification, until it says no more.
func (s *server) hold(connection *quic.Conn) {
	stream, err := connection.AcceptStream(context.Background())
	if err != nil {
		return
	}
	lines := bufio.NewScanner(stream)
	lines.Buffer(make([]byte, 0, 256), lineLimit)
	if !lines.Scan() {
		return
	}
	client, err := identification(lines.Text())
	if err != nil {
		connection.CloseWithError(0, err.Error())
		return
	}
	s.sessions.Store(client, stream)
	defer s.sessions.CompareAndDelete(client, stream)
	io.WriteString(stream, success)
	ended := make(chan struct{})
	defer close(ended)
	go s.pings(stream, ended)
	for lines.Scan() {
	}
}

// identification is the client that identifies itself.
func identification(line string) (uint32, error) {
	_, fromUser, found := strings.Cut(line, `"user_id":"`)
	if !found {
		return 0, errors.New("no user")
	}
	user, _, _ := strings.Cut(fromUser, `"`)
	number, err := strconv.ParseUint(user, 10, 32)
	return uint32(number) - firstUser, err
}

func (s *server) pings(stream *quic.Stream, ended <-chan struct{}) {
	ticker := time.NewTicker(s.heartbeat)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			io.WriteString(stream, ping)
		case <-ended:
			return
		}
	}
}

// control pushes to the clients whose numbers come over TCP.
func (s *server) control(port net.Listener) {
	for {
		load, err := port.Accept()
		check(err)
		numbers := bufio.NewReader(load)
		var client uint32
		for binary.Read(numbers, binary.BigEndian, &client) == nil {
			if stream, found := s.sessions.Load(client); found {
				io.WriteString(stream.(*quic.Stream), push)
			}
		}
		load.Close()
	}
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("arguments: directory of the keys, heartbeat in ms")
	}
	millis, err := strconv.Atoi(os.Args[2])
	check(err)
	s := &server{heartbeat: time.Duration(millis) * time.Millisecond}
	listener := listen(os.Args[1])
	loads, err := net.Listen("tcp4", "127.0.0.1:0")
	check(err)
	go s.accept(listener)
	go s.control(loads)
	fmt.Println("ready", listener.Addr().(*net.UDPAddr).Port, loads.Addr().(*net.TCPAddr).Port)
	io.Copy(io.Discard, os.Stdin)
}
