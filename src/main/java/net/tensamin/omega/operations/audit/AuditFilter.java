package net.tensamin.omega.operations.audit;

import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import net.tensamin.omega.account.CallSubject;
import net.tensamin.omega.account.CertificateIdentity;
import net.tensamin.omega.http.CertificateCaller;
import net.tensamin.omega.operations.OperatorsSeen;

/**
 * Records every call of an operator, every call of anybody that is for operators only, and who becomes an operator. No
 * resource has to ask for it, so none can forget to.
 */
@Provider
public class AuditFilter implements ContainerResponseFilter {
    static final String OPERATIONS = "api/operations/";

    @Context
    private HttpServletRequest request;

    @Inject
    private AuditJournal journal;

    @Inject
    private CallSubject subject;

    @Inject
    private OperatorsSeen operators;

    @Override
    public void filter(ContainerRequestContext call, ContainerResponseContext answer) {
        if (call.getSecurityContext() != null && !AuditEntry.isRefusal(answer.getStatus())) {
            operators.saw(call.getSecurityContext().getUserPrincipal(), request);
        }
        String path = call.getUriInfo().getPath(false);
        if (isByOperator(call.getSecurityContext()) || path.startsWith(OPERATIONS) || subject.ofOperators()) {
            String declared = AuditedCall.path(path, call.getUriInfo().getPathParameters(false));
            journal.record(
                    AuditedCall.caller(
                            call.getSecurityContext(), CertificateCaller.shown(request), request.getRemoteAddr()),
                    call.getMethod() + " " + declared,
                    AuditedCall.subject(call.getUriInfo().getPathParameters(), subject.named()),
                    answer.getStatus());
        }
    }

    private static boolean isByOperator(SecurityContext call) {
        return call != null && call.getUserPrincipal() instanceof CertificateIdentity.Operator;
    }
}
