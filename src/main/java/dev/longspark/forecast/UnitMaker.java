package dev.longspark.forecast;

import dev.longspark.config.Study;
import dev.longspark.engine.Batching.Refill;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.hash.Digest;
import dev.longspark.plan.Cell;
import dev.longspark.plan.Model;
import dev.longspark.plan.StudyPlan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** Cuts the missing samples of cells into work units of about the same predicted time. */
public final class UnitMaker {
  /** Enough pieces for the last executor to wait little for the others. */
  private static final int PIECES_PER_EXECUTOR = 16;

  /** How often a unit fills a pipeline: its first and last samples leave devices idle. */
  private static final int FILLINGS = 4;

  /** Of a sample whose model nobody knows: units of equal numbers of samples come of it. */
  private static final double GUESSED_SECONDS = 1;

  private final Study.Resources resources;
  private final Forecast forecast;
  private final BiPredicate<Cell, String> done;

  private UnitMaker(Study.Resources resources, Forecast forecast, BiPredicate<Cell, String> done) {
    this.resources = resources;
    this.forecast = forecast;
    this.done = done;
  }

  /**
   * The work that is not done yet, model after model.
   *
   * @param lengths of the study's samples
   * @param done whether the tables have a sample (by its key) of a cell
   * @return without models that have nothing left
   */
  public static List<ModelWork> missing(
      StudyPlan plan, PromptLengths lengths, BiPredicate<Cell, String> done) {
    Map<Model, List<Cell>> byModel = new LinkedHashMap<>();
    for (Cell cell : plan.cells()) {
      byModel.computeIfAbsent(plan.answering(cell), model -> new ArrayList<>()).add(cell);
    }
    UnitMaker units = new UnitMaker(plan.study().resources(), new Forecast(plan, lengths), done);
    return byModel.entrySet().stream()
        .map(group -> units.work(group.getKey(), group.getValue()))
        .filter(work -> !work.units().isEmpty())
        .toList();
  }

  /**
   * The missing work of the cells that share one model: units of one cache policy after the other,
   * because a loaded model is opened for one policy, and longest first among them.
   */
  private ModelWork work(Model model, List<Cell> cells) {
    List<Piece> pieces = new ArrayList<>();
    for (Cell cell : cells) {
      for (String key : forecast.keys(cell)) {
        if (!done.test(cell, key)) {
          pieces.add(new Piece(cell, key, forecast.seconds(cell, key).orElse(GUESSED_SECONDS)));
        }
      }
    }
    double all = pieces.stream().mapToDouble(Piece::seconds).sum();
    double fairShare = all / (resources.executors() * PIECES_PER_EXECUTOR);
    double limit = Math.min(resources.unitSeconds(), fairShare);
    List<WorkUnit> units = packed(model, pieces, limit, resources.samplesInFlight());
    List<CachePolicy> caches =
        cells.stream().map(cell -> cell.technique().cache()).distinct().toList();
    units.sort(
        Comparator.<WorkUnit>comparingInt(unit -> caches.indexOf(unit.cell().technique().cache()))
            .thenComparing(Comparator.comparingDouble(WorkUnit::predictedSeconds).reversed()));
    return new ModelWork(model, units);
  }

  private record Piece(Cell cell, String key, double seconds) {}

  /**
   * Joins neighbours of one cell until a unit has the wanted length and number of samples, which
   * fills a pipeline often enough, or whole batches.
   */
  private static List<WorkUnit> packed(
      Model model, List<Piece> pieces, double limit, int samplesInFlight) {
    List<WorkUnit> units = new ArrayList<>();
    List<Piece> open = new ArrayList<>();
    double seconds = 0;
    for (Piece piece : pieces) {
      int batch = piece.cell().technique().batching().size();
      int samples = samplesInFlight == 1 ? 1 : FILLINGS * samplesInFlight;
      if (piece.cell().technique().batching().refill() == Refill.CONTINUOUS && batch > 1) {
        samples = FILLINGS * batch;
      }
      boolean isWhole = open.size() >= samples && open.size() % batch == 0;
      boolean joins =
          !open.isEmpty()
              && open.get(0).cell().equals(piece.cell())
              && (!isWhole || seconds + piece.seconds() <= limit);
      if (!joins && !open.isEmpty()) {
        units.add(unit(model, open, seconds));
        open.clear();
        seconds = 0;
      }
      open.add(piece);
      seconds += piece.seconds();
    }
    if (!open.isEmpty()) {
      units.add(unit(model, open, seconds));
    }
    return units;
  }

  private static WorkUnit unit(Model model, List<Piece> pieces, double seconds) {
    Cell cell = pieces.get(0).cell();
    List<String> keys = pieces.stream().map(Piece::key).toList();
    String id = new Digest().text(cell.label()).texts(keys).hex(16);
    return new WorkUnit(id, cell, model, keys, seconds);
  }
}
