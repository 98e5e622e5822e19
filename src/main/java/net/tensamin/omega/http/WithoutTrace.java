package net.tensamin.omega.http;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Says nothing of TRACE, which servlets say that they allow, and which no server here does. */
final class WithoutTrace extends HttpServletResponseWrapper {
    WithoutTrace(HttpServletResponse response) {
        super(response);
    }

    @Override
    public void setHeader(String name, String value) {
        super.setHeader(name, cleared(name, value));
    }

    @Override
    public void addHeader(String name, String value) {
        super.addHeader(name, cleared(name, value));
    }

    private static String cleared(String name, String value) {
        if (value == null || !name.equalsIgnoreCase("Allow")) {
            return value;
        }
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(method -> !method.equals("TRACE"))
                .collect(Collectors.joining(", "));
    }
}
