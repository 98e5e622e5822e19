import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import net.tensamin.client.ApiClient;
import net.tensamin.client.ApiException;
import net.tensamin.client.api.AccountsApi;
import net.tensamin.client.api.DevicesApi;
import net.tensamin.client.api.EnrolmentApi;
import net.tensamin.client.api.IotasApi;
import net.tensamin.client.api.LookupApi;
import net.tensamin.client.api.NotificationsApi;
import net.tensamin.client.api.OmikronsApi;
import net.tensamin.client.api.OperatorsApi;
import net.tensamin.client.api.ServerApi;
import net.tensamin.client.api.UsersApi;
import net.tensamin.client.model.CodeRequest;
import net.tensamin.client.model.Drain;
import net.tensamin.client.model.ImportRequest;
import net.tensamin.client.model.ImportedAccount;
import net.tensamin.client.model.Iota;
import net.tensamin.client.model.IotaPatch;
import net.tensamin.client.model.Omikron;
import net.tensamin.client.model.OmikronPatch;
import net.tensamin.client.model.OperatorRole;
import net.tensamin.client.model.User;
import net.tensamin.client.model.UserPatch;
import net.tensamin.omega.device.DeviceId;
import net.tensamin.omega.enrolment.Enrolments;
import net.tensamin.omega.testing.OmegaDeployment;
import net.tensamin.omega.testing.OmegaTls;
import net.tensamin.omega.testing.TestAuthority;
import net.tensamin.omega.testing.TestIdentity;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;

/** Calls each operation of the HTTPS API with the client that the build has generated, and gives back what was asked for. Compiled beside that client. */
public final class EveryOperation implements Callable<Set<String>> {
    private static final long ALICE = 42;
    private static final long BOB = 7;
    private static final long HOME = 1001;
    private static final String KEY = "a2V5";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 1, 2, 3};

    private final Set<String> asked = new TreeSet<>();
    private final List<CloseableHttpClient> opened = new ArrayList<>();
    private final ApiClient operator;

    public EveryOperation() throws Exception {
        operator = client(OmegaTls.demo("operator"));
    }

    private ApiClient client(SSLContext tls) {
        CloseableHttpClient http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(new DefaultClientTlsStrategy(tls))
                        .build())
                .addRequestInterceptorFirst((request, body, context) ->
                        asked.add(request.getMethod() + " " + request.getPath().replaceAll("\\?.*", "")))
                .build();
        opened.add(http);
        String server = OmegaDeployment.https().toString();
        return new ApiClient(http).setBasePath(server.substring(0, server.length() - 1));
    }

    @Override
    public Set<String> call() throws Exception {
        try {
            anybody();
            aUserItself();
            devices();
            homes();
            relays();
            users();
            accounts();
            operators();
            server();
            return asked;
        } finally {
            for (CloseableHttpClient http : opened) {
                http.close();
            }
        }
    }

    private void anybody() throws Exception {
        LookupApi lookup = new LookupApi(client(OmegaTls.anonymous()));
        assertEquals("alice", lookup.getProfile(ALICE).getUsername());
        assertEquals(ALICE, lookup.getUserId("Alice").getUserId());
        assertEquals(1, lookup.findOmikron(1L, "omikron").getOmikronId());
        assertEquals(56, lookup.getServerKey().getPublicKey().length);
        assertRefused(503, "error_unavailable", lookup::getAnyOmikron);
        assertRefused(404, "error_not_found", () -> lookup.getProfile(999_999L));
    }

    private void aUserItself() throws Exception {
        NotificationsApi notifications = new NotificationsApi(client(OmegaTls.demo("user-42")));
        notifications.readNotifications(ALICE, BOB);
        assertEquals(
                List.of(),
                notifications.getNotifications(ALICE, null, null, null, null).getNotifications());
        assertRefused(403, "error_forbidden", () -> notifications.getNotifications(BOB, null, null, null, null));
    }

    private void devices() throws Exception {
        DevicesApi devices = new DevicesApi(operator);
        String code = devices.issueDeviceCode(new CodeRequest().userId(ALICE).name("phone"))
                .getCode();
        assertEquals("phone", devices.listDeviceCodes(ALICE).getCodes().get(0).getName());
        TestIdentity phone = enrolled(Long.toString(ALICE), code);
        KeyPair next = TestAuthority.p256();
        EnrolmentApi ofThePhone = new EnrolmentApi(client(OmegaTls.showing(phone)));
        String request = Enrolments.request(next, phone.certificate().getSubjectX500Principal());
        phone = Enrolments.identity(next, text(ofThePhone.renew(file(request.getBytes()))));

        String id = devices.listDevices(ALICE).getDevices().stream()
                .filter(device -> "phone".equals(device.getName()))
                .findFirst()
                .orElseThrow()
                .getDeviceId();
        assertEquals(DeviceId.of(phone.certificate()).value(), id);
        devices.disconnectDevice(ALICE, id);
        devices.revokeDevice(ALICE, id, false);
        assertRefused(404, "error_not_found", () -> devices.disconnectDevice(ALICE, "none"));
    }

    private TestIdentity enrolled(String who, String code) throws Exception {
        EnrolmentApi est =
                new EnrolmentApi(client(OmegaTls.anonymous()).setUsername(who).setPassword(code));
        KeyPair keys = TestAuthority.p256();
        TestIdentity identity = Enrolments.identity(
                keys, text(est.enrol(file(Enrolments.request(keys).getBytes()))));
        X509Certificate authority =
                Enrolments.identity(keys, text(est.getAuthorities())).certificate();
        identity.certificate().verify(authority.getPublicKey());
        return identity;
    }

    private void homes() throws Exception {
        IotasApi iotas = new IotasApi(operator);
        Iota made = iotas.createIota(new Iota().publicKey(KEY), "an iota");
        Long id = made.getIotaId();
        assertEquals(made, iotas.createIota(new Iota().publicKey(KEY), "an iota"));
        assertEquals(made, iotas.getIota(id));
        iotas.putIota(id, new Iota().publicKey("b3RoZXI="), null, "*");
        assertEquals(
                KEY, iotas.patchIota(id, new IotaPatch().publicKey(KEY), null).getPublicKey());
        assertFalse(iotas.listIotas(null, 0L, 100).getIotas().isEmpty());
        assertRefused(
                428, "error_precondition_required", () -> iotas.putIota(id, new Iota().publicKey("eA=="), null, null));
        iotas.removeIota(id, null, null, null);
    }

    private void relays() throws Exception {
        OmikronsApi omikrons = new OmikronsApi(operator);
        byte[] key = omikrons.getOmikron(1L).getPublicKey();
        Omikron made = omikrons.createOmikron(new Omikron().publicKey(key).location("here"), null);
        Long id = made.getOmikronId();
        assertArrayEquals(key, made.getPublicKey());
        omikrons.putOmikron(id, new Omikron().publicKey(key).location("there"), null, "*");
        assertEquals(
                null,
                omikrons.patchOmikron(id, new OmikronPatch().location(null), null)
                        .getLocation());
        assertTrue(omikrons.listOmikrons(id.toString(), null, null).getOmikrons().stream()
                .allMatch(each -> each.getOmikronId().equals(id)));
        omikrons.removeOmikron(id, null);
    }

    private void users() throws Exception {
        UsersApi users = new UsersApi(operator);
        User carol = new User().username("carol").publicKey(KEY).iotaId(HOME).about("new");
        Long id = users.createUser(carol, null).getUserId();
        assertRefused(409, "error_conflict", () -> users.createUser(carol, null));
        assertEquals("carol", users.getUser(id).getUsername());
        String tag = operator.getResponseHeaders().get("ETag").get(0);
        users.putUser(id, carol.display("Carol"), null, tag);
        assertRefused(412, "error_precondition_failed", () -> users.putUser(id, carol.display("C"), null, tag));
        User patched = users.patchUser(id, new UserPatch().about(null), null);
        assertEquals("Carol", patched.getDisplay());
        assertEquals(null, patched.getAbout());
        assertEquals(1, users.listUsers("carol", null, null, 10).getUsers().size());

        users.putAvatar(id, file(PNG), null);
        assertArrayEquals(PNG, Files.readAllBytes(users.getAvatar(id).toPath()));
        users.removeAvatar(id, null);
        assertEquals("carol", users.exportUser(id).getAccount().getUsername());
        users.removeUser(id, false);
        assertRefused(404, "error_not_found", () -> users.getUser(id));
    }

    private void accounts() throws Exception {
        AccountsApi accounts = new AccountsApi(operator);
        var taken = accounts.importAccounts(new ImportRequest()
                .addAccountsItem(new ImportedAccount()
                        .line(1L)
                        .iota(new Iota().iotaId(5L).publicKey(KEY)))
                .addAccountsItem(new ImportedAccount().line(2L).user(new User().username("no home"))));
        assertEquals(1, taken.getMade());
        assertEquals(2, taken.getRefused().get(0).getLine());
        assertTrue(accounts.exportAccounts("iotas", 4L).getAccounts().stream()
                .anyMatch(account -> account.getIota().getIotaId() == 5));
    }

    private void operators() throws Exception {
        OperatorsApi operators = new OperatorsApi(operator);
        OperatorRole view = new OperatorRole().role(OperatorRole.RoleEnum.VIEW);
        String tag = operators.putOperator("dora", view, null).getEtag();
        OperatorRole operate = new OperatorRole().role(OperatorRole.RoleEnum.OPERATE);
        operators.patchOperator("dora", operate, tag);
        assertEquals("operate", operators.getOperator("dora").getRole().getValue());
        String code = operators.issueOperatorCode("dora").getCode();
        enrolled("operator", code);
        String certificate = operators
                .listOperatorCertificates("dora")
                .getCertificates()
                .get(0)
                .getCertificateId();
        operators.revokeOperatorCertificate("dora", certificate, null);
        assertTrue(operators.listOperators("dora", null, 10).getOperators().stream()
                .anyMatch(each -> each.getName().equals("dora")));
        operators.removeOperator("dora", null, OffsetDateTime.now());
    }

    private void server() throws Exception {
        ServerApi server = new ServerApi(operator);
        assertEquals(ALICE, server.getTrace(ALICE).getUserId());
        assertTrue(server.getAudit("dora", 100).getCalls().size() > 5);
        assertTrue(server.getServer() instanceof Map);
        assertTrue(server.getHistory() instanceof Map);
        server.beginDrain();
        assertFalse(server.getDrain().getState() == Drain.StateEnum.SERVING);
    }

    private static void assertRefused(int status, String name, Call call) {
        ApiException refusal = assertThrows(ApiException.class, call::call);
        assertEquals(status, refusal.getCode(), refusal::toString);
        assertTrue(refusal.getResponseBody().contains(name), refusal::toString);
    }

    private interface Call {
        Object call() throws ApiException;
    }

    private static File file(byte[] content) throws Exception {
        Path file = Files.createTempFile("body", "");
        file.toFile().deleteOnExit();
        return Files.write(file, content).toFile();
    }

    private static String text(File file) throws Exception {
        return Files.readString(file.toPath());
    }
}
