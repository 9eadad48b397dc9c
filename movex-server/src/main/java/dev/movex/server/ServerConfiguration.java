package dev.movex.server;

import dev.movex.springboot.MovexHttpAutoConfiguration;
import dev.movex.springboot.RouteAccess;
import org.apache.catalina.core.StandardHost;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** What the server consists of: just these, whatever else lies on the class path. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    TomcatServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    WebMvcAutoConfiguration.class,
    MovexHttpAutoConfiguration.class
})
class ServerConfiguration {
    /** Names are checked where nobody has to say who they are, and where names were given. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> movexValves(ServerOptions options) {
        return factory -> {
            if (!options.authentication().asked() || !options.hosts().isEmpty()) {
                factory.addContextValves(new LocalHostValve(options.hosts()));
            }
            factory.addContextCustomizers(context -> {
                if (context.getParent() instanceof StandardHost host) {
                    host.setErrorReportValveClass(EnvelopeErrorValve.class.getName());
                }
            });
        };
    }

    @Bean
    static FilterRegistrationBean<CallerFilter> movexCallers(ServerOptions options) {
        FilterRegistrationBean<CallerFilter> filter =
                new FilterRegistrationBean<>(new CallerFilter(new Authenticator(options.authentication())));
        filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
        filter.setAsyncSupported(true);
        return filter;
    }

    @Bean
    static RouteAccess movexAccess(ServerOptions options) {
        return options.authentication().asked() ? RouteAccess.roles("") : RouteAccess.loopback();
    }
}
