package net.tensamin.omega.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.Principal;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import net.tensamin.omega.account.CertificateIdentity.Device;
import net.tensamin.omega.account.CertificateIdentity.Operator;
import net.tensamin.omega.account.Need;
import net.tensamin.omega.account.Role;
import net.tensamin.omega.account.UserId;
import net.tensamin.omega.operator.StandingRoles;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionTest {
    private static final Device ALICE = new Device(new UserId(42));
    private static final Operator ADA = new Operator("ada");

    private final StandingRoles roles = new StandingRoles();
    private final Permission permission = new Permission(roles);

    @ParameterizedTest(name = "{0} asks for {1}: {2}")
    @CsvSource({
        "nobody, NOTHING, 0",
        "nobody, ENROLMENT, 0",
        "nobody, ITSELF_OR_OPERATE, 401",
        "nobody, VIEW, 401",
        "nobody, ADMINISTER, 401",
        "alice, NOTHING, 0",
        "alice, ENROLMENT, 0",
        "alice, ITSELF_OR_OPERATE, 0",
        "alice, VIEW, 403",
        "alice, OPERATE, 403",
        "alice, ADMINISTER, 403",
        "bob, ITSELF_OR_OPERATE, 403",
        "nameless, VIEW, 403",
        "nameless, ITSELF_OR_OPERATE, 403",
        "nameless, NOTHING, 0",
        "view, VIEW, 0",
        "view, ITSELF_OR_OPERATE, 403",
        "view, OPERATE, 403",
        "view, ADMINISTER, 403",
        "operate, VIEW, 0",
        "operate, ITSELF_OR_OPERATE, 0",
        "operate, OPERATE, 0",
        "operate, ADMINISTER, 403",
        "administer, VIEW, 0",
        "administer, ITSELF_OR_OPERATE, 0",
        "administer, OPERATE, 0",
        "administer, ADMINISTER, 0"
    })
    void whatEachCallerGets(String caller, Need need, int status) {
        assertEquals(status, status(caller(caller), need, false));
    }

    private Principal caller(String who) {
        return switch (who) {
            case "nobody" -> null;
            case "alice" -> ALICE;
            case "bob" -> new Device(new UserId(7));
            default -> {
                Role.of(who).ifPresent(roles::give);
                yield ADA;
            }
        };
    }

    @Test
    void whoIsRefusedIsToldItsNameItsRoleAndWhatItNeeds() {
        roles.give(Role.VIEW);
        String said = denial(ADA, Need.OPERATE, false).orElseThrow().message();
        assertTrue(said.contains("\"ada\"") && said.contains("view") && said.contains("operate"), said);
    }

    @Test
    void whileRolesAreUncertainOperatorsMayLookAndDoWhatIsMeantForAnOutage() {
        roles.give(Role.ADMINISTER);
        roles.doubt();
        for (Need need : EnumSet.allOf(Need.class)) {
            boolean certain = Set.of(Need.NOTHING, Need.ENROLMENT, Need.VIEW).contains(need);
            assertEquals(certain ? 0 : 503, status(ADA, need, false), need::name);
        }
        assertEquals(0, status(ADA, Need.OPERATE, true));
        roles.give(Role.VIEW);
        roles.doubt();
        assertEquals(403, status(ADA, Need.OPERATE, true));
    }

    private int status(Principal who, Need need, boolean duringOutage) {
        return denial(who, need, duringOutage).map(Denial::status).orElse(0);
    }

    private Optional<Denial> denial(Principal who, Need need, boolean duringOutage) {
        Permission.Caller caller = new Permission.Caller(who, Optional.<X509Certificate>empty());
        return permission.denial(need, duringOutage, caller, ALICE::equals);
    }
}
