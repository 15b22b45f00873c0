package dev.bale.client.http;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * One pool of connections for the registry and its storages. Follows no redirect, keeps no cookie, retries nothing and
 * decompresses nothing: a bearer never reaches another host, and a body is what was stored. For many threads.
 */
public final class HttpTransport implements Closeable {
    private final CloseableHttpClient client;
    private final String userAgent;

    /** Opens the pool; connections are made when first needed. */
    public HttpTransport(HttpOptions options) {
        this.userAgent = options.userAgent();
        Timeout idle = Timeout.ofMilliseconds(options.idleTimeout().toMillis());
        PoolingHttpClientConnectionManager connections = PoolingHttpClientConnectionManagerBuilder.create()
                .setMaxConnPerRoute(options.connections())
                .setMaxConnTotal(2 * options.connections())
                .setTlsSocketStrategy(new DefaultClientTlsStrategy(TrustedAuthorities.context(options.caFile())))
                .setDefaultSocketConfig(SocketConfig.custom()
                        .setTcpNoDelay(true)
                        .setSoTimeout(idle)
                        .build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(
                                Timeout.ofMilliseconds(options.connectTimeout().toMillis()))
                        .setSocketTimeout(idle)
                        .build())
                .build();
        this.client = HttpClients.custom()
                .setConnectionManager(connections)
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setResponseTimeout(idle)
                        .setExpectContinueEnabled(false)
                        .build())
                .setRoutePlanner(new ProxyRoutes(options.proxies()))
                .setDefaultCredentialsProvider(proxyCredentials(options.proxies()))
                .disableAutomaticRetries()
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableContentCompression()
                .disableDefaultUserAgent()
                .build();
    }

    /** Sends a request once and reads its answer. {@link IOException} when the connection fails or goes silent. */
    public <T> T send(Request request, Response.Reader<T> reader) throws IOException {
        URI uri = URI.create(request.url());
        String path = uri.getRawPath() + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
        HttpHost host = new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
        ClassicHttpRequest message = new BasicClassicHttpRequest(request.method(), host, path);
        message.setHeader("User-Agent", userAgent);
        request.headers().forEach((name, value) -> {
            // The body's length and the host are set from the body and the URL; both equal what was signed.
            if (!name.equalsIgnoreCase("content-length") && !name.equalsIgnoreCase("host")) {
                message.setHeader(name, value);
            }
        });
        if (request.body() != null) {
            message.setEntity(new Body(request.body()));
        }
        return client.execute(host, message, answer -> reader.read(response(answer)));
    }

    private static Response response(ClassicHttpResponse answer) throws IOException {
        HttpEntity entity = answer.getEntity();
        return new Response(
                answer.getCode(),
                entity == null ? 0 : entity.getContentLength(),
                entity == null ? InputStream.nullInputStream() : entity.getContent(),
                name -> Optional.ofNullable(answer.getFirstHeader(name)).map(Header::getValue));
    }

    private static BasicCredentialsProvider proxyCredentials(ProxyRules rules) {
        BasicCredentialsProvider credentials = new BasicCredentialsProvider();
        addCredentials(credentials, rules.http());
        addCredentials(credentials, rules.https());
        return credentials;
    }

    private static void addCredentials(BasicCredentialsProvider credentials, @Nullable URI proxy) {
        if (proxy == null || proxy.getUserInfo() == null) {
            return;
        }
        String[] user = proxy.getUserInfo().split(":", 2);
        credentials.setCredentials(
                new AuthScope(proxy.getHost(), proxy.getPort()),
                new UsernamePasswordCredentials(user[0], (user.length > 1 ? user[1] : "").toCharArray()));
    }

    @Override
    public void close() throws IOException {
        client.close();
    }

    private static final class ProxyRoutes extends DefaultRoutePlanner {
        private final ProxyRules rules;

        ProxyRoutes(ProxyRules rules) {
            super(null);
            this.rules = rules;
        }

        @Override
        protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
            return rules.proxyFor(target.getSchemeName(), target.getHostName(), target.getPort())
                    .map(proxy -> new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()))
                    .orElse(null);
        }
    }

    private static final class Body extends AbstractHttpEntity {
        private final RequestBody body;

        Body(RequestBody body) {
            super((String) null, null);
            this.body = body;
        }

        @Override
        public long getContentLength() {
            return body.length();
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            body.writeTo(out);
        }

        @Override
        public InputStream getContent() {
            throw new IllegalStateException("the body is written, not read");
        }

        @Override
        public boolean isStreaming() {
            return true;
        }

        @Override
        public boolean isRepeatable() {
            return true;
        }

        @Override
        public void close() {}
    }
}
