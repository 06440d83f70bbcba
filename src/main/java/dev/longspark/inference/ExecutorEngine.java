package dev.longspark.inference;

import dev.longspark.engine.Device;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.gpu.CudaDriver;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.forecast.WorkUnit;
import dev.longspark.plan.Cell;
import dev.longspark.plan.StudyPlan;
import dev.longspark.plan.WeightSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.deploy.SparkHadoopUtil;

/** Generates with the models that this process holds. */
public final class ExecutorEngine implements Evaluator {
  private static final long serialVersionUID = 1L;
  private static final String DRIVER = "driver";

  /** The process's one holder: models outlive tasks, and tasks come and go with their closures. */
  private static final ModelPool<WeightSet, LoadedModel> MODELS = new ModelPool<>();

  private static final NodeCache CHECKPOINTS = NodeCache.ofNode();

  private final EngineOptions options;
  private final Map<Cell, CellRules> rules;

  private ExecutorEngine(EngineOptions options, Map<Cell, CellRules> rules) {
    this.options = options;
    this.rules = Map.copyOf(rules);
  }

  /**
   * The engine for a plan.
   *
   * @throws dev.longspark.config.ConfigException if one of its models is no checkpoint
   */
  public static ExecutorEngine of(StudyPlan plan) {
    Map<Cell, CellRules> rules = new HashMap<>();
    for (Cell cell : plan.cells()) {
      rules.put(cell, CellRules.of(plan, cell));
    }
    return new ExecutorEngine(EngineOptions.of(plan.study()), rules);
  }

  @Override
  public Resident acquire(WorkUnit unit, List<Device> devices) {
    boolean isOnlyProcess = SparkEnv.get().executorId().equals(DRIVER);
    Cell cell = unit.cell();
    CachePolicy cache = cell.technique().cache();
    WeightSet weights = unit.model().weightSet().orElseThrow(); // of() has refused all others
    ModelPool.Slot<WeightSet, LoadedModel> slot =
        MODELS.take(
            options.deviceSets(devices, isOnlyProcess),
            weights,
            set -> LoadedModel.load(weights, cache, set, options, ExecutorEngine::localFolder));
    try {
      slot.thread().call(() -> slot.model().use(cache));
      return new CellModel(
          slot.model(), cell, rules.get(cell), slot.thread(), () -> MODELS.release(slot));
    } catch (RuntimeException | Error e) {
      MODELS.release(slot); // or every other unit would wait for it
      throw e;
    }
  }

  @Override
  public boolean canFollow() {
    return true;
  }

  @Override
  public List<String> check(List<Device> devices) {
    List<String> lines = new ArrayList<>();
    for (List<Device> set : options.deviceSets(devices, false)) {
      set.forEach(TorchRuntime::require);
      if (set.stream().anyMatch(Device::isCuda)) {
        lines.addAll(CudaDriver.ofProcess().describe(set));
      }
    }
    return lines;
  }

  /** A checkpoint's folder on this machine, copied here if it is a URI. */
  public static Path localFolder(String checkpoint) {
    return CHECKPOINTS.local(
        checkpoint, SparkHadoopUtil.get().newConfiguration(SparkEnv.get().conf()));
  }

  /** The process's models, to watch and to unload. */
  public static ModelPool<?, ?> models() {
    return MODELS;
  }
}
