package net.tensamin.omega.http;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import net.tensamin.omega.threads.OutOfMemory;

/**
 * What browsers are told with every answer: HTTPS only (RFC 6797), and that an answer is what its type says (Fetch §3.6). The first of all filters, by {@code web.xml}: an
 * annotation gives no order.
 */
public class SecurityHeaders implements Filter {
    private static final Logger LOG = System.getLogger(SecurityHeaders.class.getName());
    private static final String A_YEAR = "max-age=31536000";

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletResponse http = (HttpServletResponse) response;
        http.setHeader("Strict-Transport-Security", A_YEAR);
        http.setHeader("X-Content-Type-Options", "nosniff");
        boolean asksForMethods = ((HttpServletRequest) request).getMethod().equals("OPTIONS");
        try {
            chain.doFilter(request, asksForMethods ? new WithoutTrace(http) : http);
        } catch (IOException e) {
            if (ClientGone.in(e).isEmpty()) {
                throw e;
            }
            LOG.log(Level.DEBUG, "A client left while it was being answered", e); // the server would log its stack
        } catch (Error e) { // the server would answer 500 and go on
            OutOfMemory.endIf(e);
            throw e;
        }
    }
}
