package dev.longspark.job;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import dev.longspark.inference.ExecutorEngine;
import dev.longspark.inference.ModelPool;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * The holder's beginning and end in each executor: shows the models through Spark's metrics and
 * unloads them before the process goes.
 */
public final class ModelPlugin implements SparkPlugin {
  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {};
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new Holder();
  }

  private static final class Holder implements ExecutorPlugin {
    @Override
    public void init(PluginContext context, Map<String, String> extraConf) {
      MetricRegistry metrics = context.metricRegistry();
      ModelPool<?, ?> models = ExecutorEngine.models();
      ExecutorCounters counters = ExecutorCounters.OF_PROCESS;
      gauge(metrics, "models", models::size);
      gauge(metrics, "modelLoads", models::loads);
      gauge(metrics, "generations", counters::generations);
      gauge(metrics, "newTokens", counters::newTokens);
      gauge(metrics, "failures", counters::failures);
      gauge(metrics, "outOfMemory", counters::outOfMemory);
      gauge(metrics, "peakMemoryBytes", counters::peakMemoryBytes);
    }

    private static <T> void gauge(MetricRegistry metrics, String name, Gauge<T> gauge) {
      metrics.register(name, gauge);
    }

    @Override
    public void shutdown() {
      ExecutorEngine.models().unloadFree();
    }
  }
}
