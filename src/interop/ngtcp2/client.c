/* A Tauri client on ngtcp2 and GnuTLS that speaks the language of ../README.md. */

#include <arpa/inet.h>
#include <getopt.h>
#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <ngtcp2/ngtcp2.h>
#include <ngtcp2/ngtcp2_crypto.h>
#include <ngtcp2/ngtcp2_crypto_gnutls.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LARGEST_DATAGRAM = 65535, MOST_SOCKETS = 8, MOST_OUTPUT = 4 << 20, LONGEST_LINE = 1 << 20, MOST_STREAMS = 64 };

static struct { const char *server, *name, *ca, *cert, *key, *alpn, *groups, *window, *hello, *framing; } options;
static struct { int handle; struct sockaddr_in address; } sockets[MOST_SOCKETS];
static size_t socket_count;
static struct sockaddr_in server;
static ngtcp2_conn *connection;
static int64_t stream = -1;
static int migrating, updating;

/* All that was ever said: ngtcp2 may send any of it again. */
static uint8_t output[MOST_OUTPUT];
static size_t output_length, output_taken;
/* Where in it messages end that have streams of their own. */
static size_t ends[MOST_STREAMS], said, finished;
/* What has come of a message, by stream. */
static struct { uint8_t bytes[LONGEST_LINE]; size_t length; } partials[MOST_STREAMS];
static char input[LONGEST_LINE];
static size_t input_length;

static void event(const char *format, ...) {
  va_list members;
  va_start(members, format);
  vprintf(format, members);
  va_end(members);
  putchar('\n');
  fflush(stdout);
}

static void check(int result, const char *what, const char *why) {
  if (result < 0) {
    fprintf(stderr, "%s: %s\n", what, why);
    exit(1);
  }
}

static int framed(const char *name) {
  return options.framing && strcmp(options.framing, name) == 0;
}

/* Says that this stack has no such thing, and ends. */
static void cannot(const char *what, const char *why) {
  event("{\"event\":\"cannot\",\"why\":\"%s: %s\"}", what, why);
  exit(0);
}

static ngtcp2_tstamp now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (ngtcp2_tstamp)time.tv_sec * NGTCP2_SECONDS + (ngtcp2_tstamp)time.tv_nsec;
}

static void parse(int count, char **words) {
  static const struct option known[] = {{"server", 1, 0, 's'}, {"name", 1, 0, 'n'},   {"ca", 1, 0, 'a'},
                                        {"cert", 1, 0, 'c'},   {"key", 1, 0, 'k'},    {"alpn", 1, 0, 'p'},
                                        {"groups", 1, 0, 'g'}, {"window", 1, 0, 'w'},
                                        {"hello", 1, 0, 'h'},  {"framing", 1, 0, 'f'}, {0, 0, 0, 0}};
  for (int found; (found = getopt_long(count, words, "", known, NULL)) != -1;) {
    switch (found) {
    case 's': options.server = optarg; break;
    case 'n': options.name = optarg; break;
    case 'a': options.ca = optarg; break;
    case 'c': options.cert = optarg; break;
    case 'k': options.key = optarg; break;
    case 'p': options.alpn = optarg; break;
    case 'g': options.groups = optarg; break;
    case 'w': options.window = optarg; break;
    case 'h': options.hello = optarg; break;
    case 'f': options.framing = optarg; break;
    default: exit(2);
    }
  }
}

static struct sockaddr_in resolve(const char *host, uint16_t port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
  check(inet_pton(AF_INET, host, &address.sin_addr) - 1, host, "no IPv4 address");
  return address;
}

/* Opens a socket at this address; returns its place. */
static size_t open_socket(const char *address) {
  size_t place = socket_count++;
  socklen_t length = sizeof server;
  sockets[place].address = resolve(address, 0);
  sockets[place].handle = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
  check(bind(sockets[place].handle, (struct sockaddr *)&sockets[place].address, length), "bind", address);
  getsockname(sockets[place].handle, (struct sockaddr *)&sockets[place].address, &length);
  return place;
}

static ngtcp2_path path(size_t place) {
  ngtcp2_path path = {{(struct sockaddr *)&sockets[place].address, sizeof server},
                      {(struct sockaddr *)&server, sizeof server}, NULL};
  return path;
}

/* What ngtcp2 calls. */

static void random_bytes(uint8_t *bytes, size_t length, const ngtcp2_rand_ctx *context) {
  (void)context;
  gnutls_rnd(GNUTLS_RND_RANDOM, bytes, length);
}

static int new_id(ngtcp2_conn *of, ngtcp2_cid *id, uint8_t *token, size_t length, void *data) {
  (void)of, (void)data;
  id->datalen = length;
  gnutls_rnd(GNUTLS_RND_RANDOM, id->data, length);
  gnutls_rnd(GNUTLS_RND_RANDOM, token, NGTCP2_STATELESS_RESET_TOKENLEN);
  return 0;
}

static int handshake_completed(ngtcp2_conn *of, void *data) {
  event("{\"event\":\"connected\",\"group\":\"%s\"}", gnutls_group_get_name(gnutls_group_get(data)));
  (void)of;
  return 0;
}

static int may_open(ngtcp2_conn *of, uint64_t streams, void *data) {
  (void)streams, (void)data;
  return stream == -1 && !framed("streams") && ngtcp2_conn_open_bidi_stream(of, &stream, NULL) ? NGTCP2_ERR_CALLBACK_FAILURE : 0;
}

/* Bytes of a whole message, with what is before or after it; 0 if there is none yet. */
static size_t whole(const uint8_t *bytes, size_t length) {
  if (!framed("lengths")) {
    const uint8_t *end = memchr(bytes, '\n', length);
    return end ? end + 1 - bytes : 0;
  }
  size_t size = length < 4 ? 0 : 4 + ((size_t)bytes[0] << 24 | (size_t)bytes[1] << 16 | (size_t)bytes[2] << 8 | bytes[3]);
  return size <= length ? size : 0;
}

/* Prints what the server says, a line each: nothing is to come into the middle of one, from another stream or from here. */
static int received(ngtcp2_conn *of, uint32_t flags, int64_t id, uint64_t offset, const uint8_t *bytes, size_t length,
                    void *data, void *stream_data) {
  (void)flags, (void)offset, (void)data, (void)stream_data;
  check(id / 4 < MOST_STREAMS ? 0 : -1, "a stream", "too many");
  uint8_t *partial = partials[id / 4].bytes;
  size_t *kept = &partials[id / 4].length;
  check(*kept + length <= LONGEST_LINE ? 0 : -1, "a message", "too long");
  memcpy(partial + *kept, bytes, length);
  *kept += length;
  for (size_t size = whole(partial, *kept); size > 0; size = whole(partial, *kept)) {
    int lengths = framed("lengths");
    event("%.*s", (int)(lengths ? size - 4 : size - 1), partial + (lengths ? 4 : 0));
    *kept -= size;
    memmove(partial, partial + size, *kept);
  }
  ngtcp2_conn_extend_max_stream_offset(of, id, length);
  ngtcp2_conn_extend_max_offset(of, length);
  return 0;
}

static int path_validated(ngtcp2_conn *of, uint32_t flags, const ngtcp2_path *path, ngtcp2_path_validation_result result,
                          void *data) {
  (void)of, (void)flags, (void)path, (void)data;
  if (migrating && result == NGTCP2_PATH_VALIDATION_RESULT_SUCCESS) {
    event("{\"event\":\"migrated\"}");
    migrating = 0;
  }
  return 0;
}

static ngtcp2_conn *the_connection(ngtcp2_crypto_conn_ref *reference) {
  (void)reference;
  return connection;
}

static const ngtcp2_callbacks callbacks = {
    .client_initial = ngtcp2_crypto_client_initial_cb,
    .recv_crypto_data = ngtcp2_crypto_recv_crypto_data_cb,
    .encrypt = ngtcp2_crypto_encrypt_cb,
    .decrypt = ngtcp2_crypto_decrypt_cb,
    .hp_mask = ngtcp2_crypto_hp_mask_cb,
    .recv_retry = ngtcp2_crypto_recv_retry_cb,
    .update_key = ngtcp2_crypto_update_key_cb,
    .delete_crypto_aead_ctx = ngtcp2_crypto_delete_crypto_aead_ctx_cb,
    .delete_crypto_cipher_ctx = ngtcp2_crypto_delete_crypto_cipher_ctx_cb,
    .get_path_challenge_data = ngtcp2_crypto_get_path_challenge_data_cb,
    .version_negotiation = ngtcp2_crypto_version_negotiation_cb,
    .rand = random_bytes,
    .get_new_connection_id = new_id,
    .handshake_completed = handshake_completed,
    .extend_max_local_streams_bidi = may_open,
    .recv_stream_data = received,
    .path_validation = path_validated,
};

/* GnuTLS. */

static void set_groups(gnutls_session_t session) {
  char priority[512] = "NORMAL:-VERS-ALL:+VERS-TLS1.3:%DISABLE_TLS13_COMPAT_MODE";
  char groups[256] = "";
  if (options.groups) {
    snprintf(groups, sizeof groups, "%s", options.groups);
    strcat(priority, ":-GROUP-ALL");
  } else if (options.hello) {
    /* a share of 1,024 bytes before the usual one: the hello takes two packets */
    strcat(priority, ":-GROUP-ALL:+GROUP-FFDHE8192:+GROUP-X25519");
  }
  for (char *group = strtok(groups, ","); group; group = strtok(NULL, ",")) {
    int curve = strncmp(group, "P-", 2) == 0;
    size_t length = strlen(priority);
    snprintf(priority + length, sizeof priority - length, curve ? ":+GROUP-SECP%sR1" : ":+GROUP-%s", group + 2 * curve);
  }
  if (gnutls_priority_set_direct(session, priority, NULL)) {
    cannot("GnuTLS lacks one of the groups", options.groups);
  }
}

static void set_protocol(gnutls_session_t session) {
  gnutls_datum_t protocol = {(unsigned char *)options.alpn, (unsigned)strlen(options.alpn)};
  gnutls_alpn_set_protocols(session, &protocol, 1, 0);
}

static gnutls_session_t tls(void) {
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  gnutls_certificate_allocate_credentials(&credentials);
  int trusted = gnutls_certificate_set_x509_trust_file(credentials, options.ca, GNUTLS_X509_FMT_PEM);
  check(trusted, options.ca, gnutls_strerror(trusted));
  if (options.cert) {
    int usable = gnutls_certificate_set_x509_key_file(credentials, options.cert, options.key, GNUTLS_X509_FMT_PEM);
    if (usable < 0) {
      cannot("GnuTLS cannot use such a key", gnutls_strerror(usable));
    }
  }
  gnutls_init(&session, GNUTLS_CLIENT | (options.groups ? GNUTLS_KEY_SHARE_TOP : GNUTLS_KEY_SHARE_TOP2));
  set_groups(session);
  set_protocol(session);
  gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_server_name_set(session, GNUTLS_NAME_DNS, options.name, strlen(options.name));
  gnutls_session_set_verify_cert(session, options.name, 0);
  ngtcp2_crypto_gnutls_configure_client_session(session);
  return session;
}

/* The connection. */

static void start(gnutls_session_t session) {
  static ngtcp2_crypto_conn_ref reference = {the_connection, NULL};
  uint64_t window = options.window ? strtoull(options.window, NULL, 10) : 1 << 18;
  ngtcp2_settings settings;
  ngtcp2_transport_params parameters;
  ngtcp2_cid to = {.datalen = 16}, from = {.datalen = 16};
  ngtcp2_path first = path(open_socket("127.0.0.1"));
  ngtcp2_settings_default(&settings);
  settings.initial_ts = now();
  settings.handshake_timeout = 30 * NGTCP2_SECONDS; // a busy machine and a lost datagram take more than the 10 s of the library
  settings.max_stream_window = window;
  ngtcp2_transport_params_default(&parameters);
  parameters.initial_max_data = 1 << 20;
  parameters.initial_max_stream_data_bidi_local = window;
  parameters.max_idle_timeout = 30 * NGTCP2_SECONDS;
  gnutls_rnd(GNUTLS_RND_RANDOM, to.data, to.datalen);
  gnutls_rnd(GNUTLS_RND_RANDOM, from.data, from.datalen);
  int made = ngtcp2_conn_client_new(&connection, &to, &from, &first, NGTCP2_PROTO_VER_V1, &callbacks, &settings,
                                    &parameters, NULL, session);
  check(made, "connection", ngtcp2_strerror(made));
  ngtcp2_conn_set_tls_native_handle(connection, session);
  gnutls_session_set_ptr(session, &reference);
}

static void send_datagram(const ngtcp2_path *way, const uint8_t *bytes, size_t length) {
  for (size_t place = 0; place < socket_count; place++) {
    if (memcmp(&sockets[place].address, way->local.addr, sizeof server) == 0) {
      sendto(sockets[place].handle, bytes, length, 0, way->remote.addr, way->remote.addrlen);
    }
  }
}

/* What is to be sent next, on what is then the stream. */
static ngtcp2_vec text_to_send(void) {
  size_t end = output_length;
  if (framed("streams")) {
    end = finished < said ? ends[finished] : output_taken;
    if (stream == -1 && end > output_taken && ngtcp2_conn_open_bidi_stream(connection, &stream, NULL)) {
      end = output_taken; /* until the server allows another one */
    }
  }
  return (ngtcp2_vec){output + output_taken, end - output_taken};
}

static void taken_is(size_t length) {
  output_taken += length;
  if (finished < said && output_taken == ends[finished]) {
    finished++;
    stream = -1;
  }
}

/* Sends all that may be sent now. */
static int flush(void) {
  uint8_t datagram[LARGEST_DATAGRAM];
  uint32_t flags = framed("streams") ? NGTCP2_WRITE_STREAM_FLAG_FIN : NGTCP2_WRITE_STREAM_FLAG_NONE;
  for (;;) {
    ngtcp2_path_storage way;
    ngtcp2_pkt_info information;
    ngtcp2_ssize taken = -1;
    ngtcp2_vec text = text_to_send();
    ngtcp2_path_storage_zero(&way);
    ngtcp2_ssize length = ngtcp2_conn_writev_stream(connection, &way.path, &information, datagram, sizeof datagram, &taken,
                                                    flags, text.len ? stream : -1, &text, 1, now());
    if (taken > 0) {
      taken_is((size_t)taken);
    }
    if (length == NGTCP2_ERR_STREAM_DATA_BLOCKED) {
      return 0;
    }
    if (length <= 0) {
      return (int)length;
    }
    send_datagram(&way.path, datagram, (size_t)length);
  }
}

static void say_goodbye(const ngtcp2_connection_close_error *error) {
  uint8_t datagram[LARGEST_DATAGRAM];
  ngtcp2_path_storage way;
  ngtcp2_pkt_info information;
  ngtcp2_path_storage_zero(&way);
  ngtcp2_ssize length =
      ngtcp2_conn_write_connection_close(connection, &way.path, &information, datagram, sizeof datagram, error, now());
  if (length > 0) {
    send_datagram(&way.path, datagram, (size_t)length);
  }
}

static void close_with(uint64_t code) {
  ngtcp2_connection_close_error error;
  ngtcp2_connection_close_error_set_application_error(&error, code, NULL, 0);
  say_goodbye(&error);
  event("{\"event\":\"ended\",\"why\":\"closed by this client\"}");
  exit(0);
}

static void say_how_it_ended(int result) {
  ngtcp2_connection_close_error error;
  ngtcp2_conn_get_connection_close_error(connection, &error);
  if (result != NGTCP2_ERR_DRAINING) {
    event("{\"event\":\"ended\",\"why\":\"%s, alert %d\"}", ngtcp2_strerror(result), ngtcp2_conn_get_tls_alert(connection));
    ngtcp2_connection_close_error_set_transport_error_liberr(&error, result, NULL, 0);
    say_goodbye(&error);
    return;
  }
  int application = error.type == NGTCP2_CONNECTION_CLOSE_ERROR_CODE_TYPE_APPLICATION;
  event("{\"event\":\"closed\",\"kind\":\"%s\",\"code\":%llu,\"reason\":\"%.*s\"}",
        application ? "application" : "transport", (unsigned long long)error.error_code, (int)error.reasonlen,
        (const char *)error.reason);
}

static void say(const char *line) {
  size_t length = strlen(line);
  check(output_length + length + 4 < sizeof output && said < MOST_STREAMS ? 0 : -1, "output", "too much was said");
  if (framed("lengths")) {
    uint32_t before = htonl((uint32_t)length);
    memcpy(output + output_length, &before, sizeof before);
    output_length += sizeof before;
  }
  memcpy(output + output_length, line, length);
  output_length += length;
  if (!options.framing) {
    output[output_length++] = '\n';
  }
  if (framed("streams")) {
    ends[said++] = output_length;
  }
}

/* A message is sent, anything else is a command. */
static void obey(const char *line) {
  if (strcmp(line, "update-keys") == 0) {
    updating = 1;
  } else if (strncmp(line, "migrate ", 8) == 0) {
    ngtcp2_path next = path(open_socket(line + 8));
    migrating = 1;
    int result = ngtcp2_conn_initiate_migration(connection, &next, now());
    check(result, line, ngtcp2_strerror(result));
  } else if (strncmp(line, "close ", 6) == 0) {
    close_with(strtoull(line + 6, NULL, 10));
  } else {
    say(line);
  }
}

static void read_commands(void) {
  ssize_t length = read(STDIN_FILENO, input + input_length, sizeof input - input_length);
  if (length <= 0) {
    close_with(0);
  }
  input_length += (size_t)length;
  for (char *end; (end = memchr(input, '\n', input_length));) {
    *end = '\0';
    obey(input);
    input_length -= (size_t)(end + 1 - input);
    memmove(input, end + 1, input_length);
  }
}

static int receive(size_t place) {
  uint8_t datagram[LARGEST_DATAGRAM];
  ngtcp2_pkt_info information = {0};
  ngtcp2_path way = path(place);
  int result = 0;
  for (ssize_t length; !result && (length = recv(sockets[place].handle, datagram, sizeof datagram, 0)) > 0;) {
    result = ngtcp2_conn_read_pkt(connection, &way, &information, datagram, (size_t)length, now());
  }
  return result;
}

/* As soon as the last update is acknowledged, and 3 PTO old. */
static void update_keys(void) {
  if (ngtcp2_conn_initiate_key_update(connection, now()) == 0) {
    event("{\"event\":\"updated\"}");
    updating = 0;
  }
}

/* Waits for a datagram, a command or a timer, and does what follows. */
static int turn(void) {
  struct pollfd waits[MOST_SOCKETS + 1] = {{.fd = STDIN_FILENO, .events = POLLIN}};
  ngtcp2_tstamp due = ngtcp2_conn_get_expiry(connection), time = now();
  uint64_t wait = due <= time ? 0 : (due - time) / NGTCP2_MILLISECONDS + 1;
  for (size_t place = 0; place < socket_count; place++) {
    waits[place + 1] = (struct pollfd){.fd = sockets[place].handle, .events = POLLIN};
  }
  uint64_t longest = updating ? 20 : 60000;
  poll(waits, socket_count + 1, (int)(wait < longest ? wait : longest));
  int result = 0;
  for (size_t place = 0; place < socket_count && !result; place++) {
    result = receive(place);
  }
  if (waits[0].revents && !result && ngtcp2_conn_get_handshake_completed(connection)) {
    read_commands();
  }
  if (updating && !result) {
    update_keys();
  }
  if (!result && ngtcp2_conn_get_expiry(connection) <= now()) {
    result = ngtcp2_conn_handle_expiry(connection, now());
  }
  return result ? result : flush();
}

int main(int count, char **words) {
  char host[64];
  unsigned short port;
  parse(count, words);
  check(sscanf(options.server, "%63[^:]:%hu", host, &port) - 2, options.server, "not an address and port");
  server = resolve(host, port);
  start(tls());
  int result = flush();
  while (!result) {
    result = turn();
  }
  say_how_it_ended(result);
  return 0;
}
