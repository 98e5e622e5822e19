// A Tauri client on quic-go and Go's own TLS that speaks the language of ../README.md.
package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/quic-go/quic-go"
)

var groups = map[string]tls.CurveID{
	"X25519":             tls.X25519,
	"P-256":              tls.CurveP256,
	"P-384":              tls.CurveP384,
	"P-521":              tls.CurveP521,
	"X25519MLKEM768":     tls.X25519MLKEM768,
	"SecP256r1MLKEM768":  tls.SecP256r1MLKEM768,
	"SecP384r1MLKEM1024": tls.SecP384r1MLKEM1024,
}

var (
	server = flag.String("server", "127.0.0.1:9189", "address and UDP port")
	name   = flag.String("name", "localhost", "name in the server's certificate")
	ca     = flag.String("ca", "", "PEM file of the authority to trust")
	cert   = flag.String("cert", "", "PEM file of our chain; none is shown without it")
	key    = flag.String("key", "", "PEM file of our key")
	alpn   = flag.String("alpn", "tauri", "protocol")
	hello  = flag.String("hello", "", "long: one that takes two packets")
	kex    = flag.String("groups", "", "groups for the key exchange, separated by commas")
	frames = flag.String("framing", "", "objects, lengths or streams; lines without it")
	window = flag.Uint64("window", 0, "bytes that the server may send on a stream ahead of us")
)

func event(members map[string]any) {
	line, err := json.Marshal(members)
	check(err)
	fmt.Println(string(line))
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// cannot says that this stack has no such thing, and ends.
func cannot(why string) {
	event(map[string]any{"event": "cannot", "why": why})
	os.Exit(0)
}

// protocols are, before the one, so many that nobody speaks that a long hello takes two packets.
func protocols() []string {
	var protocols []string
	for number := 0; *hello != "" && number < 6; number++ {
		protocols = append(protocols, strings.Repeat(strconv.Itoa(number), 200))
	}
	return append(protocols, *alpn)
}

func tlsConfig() *tls.Config {
	pem, err := os.ReadFile(*ca)
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := &tls.Config{RootCAs: roots, ServerName: *name, NextProtos: protocols()}
	if *cert != "" {
		identity, err := tls.LoadX509KeyPair(*cert, *key)
		if err != nil {
			cannot(err.Error())
		}
		config.Certificates = []tls.Certificate{identity}
	}
	if *kex == "X25519,X25519MLKEM768" {
		cannot("Go sends a share for X25519MLKEM768 whenever it supports it")
	}
	if *kex != "" {
		for _, group := range strings.Split(*kex, ",") {
			id, known := groups[group]
			if !known {
				cannot("Go's TLS has no " + group)
			}
			config.CurvePreferences = append(config.CurvePreferences, id)
		}
	}
	return config
}

func transport(address string) *quic.Transport {
	socket, err := net.ListenUDP("udp", &net.UDPAddr{IP: net.ParseIP(address)})
	check(err)
	return &quic.Transport{Conn: socket}
}

// migrate probes a path from another address and goes on there.
func migrate(connection *quic.Conn, address string) {
	path, err := connection.AddPath(transport(address))
	check(err)
	within, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	check(path.Probe(within))
	check(path.Switch())
	event(map[string]any{"event": "migrated"})
}

// listen prints what the server says, a line each.
func listen(stream *quic.Stream) {
	lines := bufio.NewScanner(stream)
	if *frames == "lengths" {
		lines.Split(lengths)
	}
	for lines.Scan() {
		fmt.Println(lines.Text())
	}
}

// lengths splits at them: 4 bytes, big-endian, before each message.
func lengths(bytes []byte, _ bool) (int, []byte, error) {
	if len(bytes) < 4 {
		return 0, nil, nil
	}
	end := 4 + int(binary.BigEndian.Uint32(bytes))
	if len(bytes) < end {
		return 0, nil, nil
	}
	return end, bytes[4:end], nil
}

func say(connection *quic.Conn, stream *quic.Stream, line string) {
	switch *frames {
	case "objects":
		io.WriteString(stream, line)
	case "lengths":
		stream.Write(append(binary.BigEndian.AppendUint32(nil, uint32(len(line))), line...))
	case "streams":
		own, err := connection.OpenStreamSync(context.Background())
		if err == nil {
			io.WriteString(own, line)
			own.Close()
			go listen(own)
		}
	default:
		fmt.Fprintln(stream, line)
	}
}

// obey does what standard input says: a message is sent, anything else is a command.
func obey(connection *quic.Conn, stream *quic.Stream) {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		command, argument, _ := strings.Cut(lines.Text(), " ")
		switch command {
		case "update-keys":
			cannot("quic-go updates keys when it likes, not when told to")
		case "migrate":
			migrate(connection, argument)
		case "close":
			code, err := strconv.ParseUint(argument, 10, 62)
			check(err)
			connection.CloseWithError(quic.ApplicationErrorCode(code), "")
		default:
			say(connection, stream, lines.Text())
		}
	}
	connection.CloseWithError(0, "")
}

// end says how the connection ended: by the server with which code, or otherwise.
func end(cause error) {
	var application *quic.ApplicationError
	var transport *quic.TransportError
	switch {
	case errors.As(cause, &application) && application.Remote:
		closed("application", uint64(application.ErrorCode), application.ErrorMessage)
	case errors.As(cause, &transport) && transport.Remote:
		closed("transport", uint64(transport.ErrorCode), transport.ErrorMessage)
	default:
		event(map[string]any{"event": "ended", "why": cause.Error()})
	}
}

func closed(kind string, code uint64, reason string) {
	event(map[string]any{"event": "closed", "kind": kind, "code": code, "reason": reason})
}

func main() {
	flag.Parse()
	address, err := net.ResolveUDPAddr("udp", *server)
	check(err)
	config := &quic.Config{InitialStreamReceiveWindow: *window, MaxStreamReceiveWindow: *window}
	connection, err := transport("127.0.0.1").Dial(context.Background(), address, tlsConfig(), config)
	if err != nil {
		end(err)
		return
	}
	event(map[string]any{"event": "connected", "group": connection.ConnectionState().TLS.CurveID.String()})
	stream, err := connection.OpenStreamSync(context.Background())
	if err == nil {
		go listen(stream)
		go obey(connection, stream)
	}
	<-connection.Context().Done()
	end(context.Cause(connection.Context()))
}
