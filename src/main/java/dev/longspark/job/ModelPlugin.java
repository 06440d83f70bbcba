package dev.longspark.job;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.inference.ModelPool;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkContext;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The holder's beginning and end in each executor: shows the models through Spark's metrics, and
 * through the driver's page if the setting {@value #PORT} names one, and unloads them before the
 * process goes.
 */
public final class ModelPlugin implements SparkPlugin {
  /** The port of the driver's page for Prometheus; without it there is none. */
  static final String PORT = "spark.longspark.metrics.port";

  @Override
  public DriverPlugin driverPlugin() {
    return new Collector();
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Holder();
  }

  /** Puts what executors say on a page. */
  private static final class Collector implements DriverPlugin {
    private Optional<MetricsPage> page = Optional.empty();

    @Override
    public Map<String, String> init(SparkContext spark, PluginContext context) {
      if (context.conf().contains(PORT)) {
        // The application's name ends with the run's.
        String run = spark.appName().substring(spark.appName().lastIndexOf(' ') + 1);
        page = Optional.of(MetricsPage.start(run, context.conf().getInt(PORT, 0)));
      }
      return Map.of();
    }

    @Override
    public Object receive(Object message) {
      if (message instanceof ExecutorReading reading) {
        page.ifPresent(open -> open.put(reading));
      }
      return true;
    }

    @Override
    public void shutdown() {
      page.ifPresent(MetricsPage::close);
    }
  }

  private static final class Holder implements ExecutorPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(ModelPlugin.class);
    private static final int SECONDS = 5;

    private Optional<ScheduledExecutorService> clock = Optional.empty();

    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
      MetricRegistry metrics = context.metricRegistry();
      ModelPool<?, ?> models = ExecutorEngine.models();
      ExecutorCounters counters = ExecutorCounters.OF_PROCESS;
      gauge(metrics, "models", models::size);
      gauge(metrics, "modelLoads", models::loads);
      gauge(metrics, "generations", () -> counters.total().generations());
      gauge(metrics, "newTokens", () -> counters.total().newTokens());
      gauge(metrics, "failures", () -> counters.total().failures());
      gauge(metrics, "outOfMemory", () -> counters.total().outOfMemory());
      gauge(metrics, "peakMemoryBytes", () -> counters.total().peakMemoryBytes());
      if (context.conf().contains(PORT)) {
        ScheduledExecutorService telling = Executors.newSingleThreadScheduledExecutor();
        ScheduledFuture<?> unused =
            telling.scheduleWithFixedDelay(() -> tell(context), 0, SECONDS, TimeUnit.SECONDS);
        clock = Optional.of(telling);
      }
    }

    private static void tell(PluginContext context) {
      ModelPool<?, ?> models = ExecutorEngine.models();
      try {
        context.send(
            new ExecutorReading(
                context.executorID() + "@" + context.hostname(),
                models.size(),
                models.loads(),
                ExecutorCounters.OF_PROCESS.bySeries()));
      } catch (IOException | RuntimeException e) {
        // The next one says as much: counts are since the process started.
        LOG.debug("Cannot tell the driver", e);
      }
    }

    private static <T> void gauge(MetricRegistry metrics, String name, Gauge<T> gauge) {
      metrics.register(name, gauge);
    }

    @Override
    public void shutdown() {
      clock.ifPresent(ScheduledExecutorService::shutdownNow);
      ExecutorEngine.models().unloadFree();
    }
  }
}
