package net.tensamin.omega.operations.live;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.WriteListener;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;

/**
 * Viewers go by closing the connection, which {@link EventStream} learns from its next write. What JAX-RS then does to end
 * the answer comes to nothing, and is no failure for the log.
 */
@WebFilter("/api/operations/live")
public class QuietEnd implements Filter {
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        ServletOutputStream toViewer = new ToViewer(response.getOutputStream());
        chain.doFilter(request, new HttpServletResponseWrapper((HttpServletResponse) response) {
            @Override
            public ServletOutputStream getOutputStream() {
                return toViewer;
            }

            @Override
            public void flushBuffer() throws IOException {
                toViewer.flush();
            }
        });
    }

    private static final class ToViewer extends ServletOutputStream {
        private final ServletOutputStream out;
        private boolean gone;

        private ToViewer(ServletOutputStream out) {
            this.out = out;
        }

        private interface Step {
            void run() throws IOException;
        }

        private void unlessGone(Step step) throws IOException {
            if (gone) {
                return;
            }
            try {
                step.run();
            } catch (IOException e) {
                gone = true;
                throw e;
            }
        }

        @Override
        public void write(int octet) throws IOException {
            unlessGone(() -> out.write(octet));
        }

        @Override
        public void write(byte[] octets, int from, int length) throws IOException {
            unlessGone(() -> out.write(octets, from, length));
        }

        @Override
        public void flush() throws IOException {
            unlessGone(out::flush);
        }

        @Override
        public void close() throws IOException {
            unlessGone(out::close);
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }
    }
}
