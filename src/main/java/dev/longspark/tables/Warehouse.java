package dev.longspark.tables;

import dev.longspark.data.Sample;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.expressions.Expression;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The seven tables of a warehouse, written and read without Spark: a small append takes a tenth of
 * a second here and half a second through Spark SQL. Opened once per driver; not for several
 * threads.
 */
public final class Warehouse implements AutoCloseable {
  /** With the times of all their tokens, some tens of megabytes. */
  private static final long FEW_GENERATIONS = 5_000;

  /** The columns of every table, by its name. */
  public static final Map<String, Schema> SCHEMAS =
      Map.of(
          RunTable.NAME, RunTable.SCHEMA,
          SampleTable.NAME, SampleTable.SCHEMA,
          CompressionTable.NAME, CompressionTable.SCHEMA,
          GenerationTable.NAME, GenerationTable.SCHEMA,
          ScoreTable.NAME, ScoreTable.SCHEMA,
          FollowedTable.NAME, FollowedTable.SCHEMA,
          DivergenceTable.NAME, DivergenceTable.SCHEMA);

  private final CatalogSettings settings;
  private final Catalog catalog;
  private final Clock clock;
  private final Table runs;
  private final Table samples;
  private final Table compressions;
  private final Table generations;
  private final Table scores;
  private final FidelityTables fidelity;

  private Warehouse(CatalogSettings settings, Catalog catalog, Clock clock, TableCreation tables) {
    this.settings = settings;
    this.catalog = catalog;
    this.clock = clock;
    runs = tables.table(RunTable.NAME, RunTable.SCHEMA, RunTable.SPEC);
    samples = tables.table(SampleTable.NAME, SampleTable.SCHEMA, SampleTable.SPEC);
    compressions =
        tables.table(CompressionTable.NAME, CompressionTable.SCHEMA, CompressionTable.SPEC);
    generations = tables.table(GenerationTable.NAME, GenerationTable.SCHEMA, GenerationTable.SPEC);
    scores = tables.table(ScoreTable.NAME, ScoreTable.SCHEMA, ScoreTable.SPEC);
    fidelity = new FidelityTables(tables, clock);
  }

  /**
   * Opens a warehouse and creates what it lacks: tables, and columns that came later.
   *
   * @throws IllegalArgumentException if tables are there whose catalog is not
   * @throws UncheckedIOException if what is there cannot be read
   */
  public static Warehouse open(CatalogSettings settings) {
    WarehouseFiles.requireCatalogOfTables(settings);
    settings.createDirectory();
    return WarehouseFiles.opened(settings, Warehouse::create);
  }

  /**
   * Opens a warehouse that somebody has written.
   *
   * @throws IllegalArgumentException if there is none, or tables are there whose catalog is not
   * @throws UncheckedIOException if what is there cannot be read
   */
  public static Warehouse existing(CatalogSettings settings) {
    WarehouseFiles.requireCatalogOfTables(settings);
    WarehouseFiles.requirePresent(settings);
    return WarehouseFiles.opened(
        settings,
        (found, catalog) -> {
          WarehouseFiles.requireTables(found, catalog);
          return create(found, catalog);
        });
  }

  private static Warehouse create(CatalogSettings settings, Catalog catalog) {
    return new Warehouse(settings, catalog, Clock.systemUTC(), TableCreation.in(catalog));
  }

  /** Where it is and what keeps it. */
  public CatalogSettings settings() {
    return settings;
  }

  /** What keeps the tables. */
  public Catalog catalog() {
    return catalog;
  }

  /** The tables that compare techniques with their baselines token by token. */
  public FidelityTables fidelity() {
    return fidelity;
  }

  /** Those that grow by small commits. */
  public List<Table> growingTables() {
    return Stream.concat(Stream.of(compressions, generations, scores), fidelity.tables().stream())
        .toList();
  }

  /** How many generations each run has, by the table's own count. */
  public Map<String, Long> generationCounts() {
    generations.refresh();
    return RecordFiles.counts(generations);
  }

  /** How many generations are stored, by the table's own count. */
  public long generationCount() {
    return generationCounts().values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Whether the driver can hold all rows: what may then be done without a query over the tables is
   * done so. The one threshold of all such short cuts, each of which a test holds to its query.
   */
  public boolean isSmall() {
    return generationCount() <= FEW_GENERATIONS;
  }

  /** A value that every commit to any table changes. */
  public List<Long> state() {
    return Stream.concat(Stream.of(runs, samples), growingTables().stream())
        .peek(Table::refresh)
        .map(table -> table.currentSnapshot() == null ? -1 : table.currentSnapshot().snapshotId())
        .toList();
  }

  /** Commits generations, all or none of them. */
  public void appendGenerations(List<GenerationRow> rows) {
    Instant now = clock.instant();
    append(generations, rows, row -> GenerationTable.toRecord(row, now));
  }

  /** Commits scores, all or none of them. */
  public void appendScores(List<ScoreRow> rows) {
    Instant now = clock.instant();
    append(scores, rows, row -> ScoreTable.toRecord(row, now));
  }

  /** Commits those samples that the table lacks, all or none of them. */
  public void addSamples(Collection<Sample> wanted) {
    Set<String> known = sampleKeys();
    List<Sample> missing =
        wanted.stream().filter(sample -> known.add(sample.key())).distinct().toList();
    append(samples, missing, SampleTable::toRecord);
  }

  /** Commits compressed contexts, all or none of them. */
  public void appendCompressions(List<CompressionRow> rows) {
    Instant now = clock.instant();
    append(compressions, rows, row -> CompressionTable.toRecord(row, now));
  }

  /** What became of every context under a compression, by sample key. */
  public Map<String, CompressionOutcome> compressed(String compression) {
    Map<String, CompressionOutcome> found = new HashMap<>();
    RecordFiles.read(
        compressions,
        Expressions.equal("compression", compression),
        CompressionTable.SCHEMA.columns().stream().map(NestedField::name).toList(),
        row -> found.put((String) row.getField("sample_key"), CompressionTable.outcome(row)));
    return found;
  }

  /** Writes the run's row in place of the one that the table has. */
  public void putRun(RunRow run) {
    runs.refresh();
    RecordFiles.replace(runs, Expressions.equal("run_id", run.id()), RunTable.toRecord(run));
  }

  /** The run's row, if it was ever started. */
  public Optional<RunRow> run(String id) {
    return runs(Expressions.equal("run_id", id)).stream().findFirst();
  }

  /** The rows of all runs. */
  public List<RunRow> runs() {
    return runs(Expressions.alwaysTrue());
  }

  /** The rows of some runs. */
  public List<RunRow> runs(Expression where) {
    List<RunRow> found = new ArrayList<>();
    List<String> columns = RunTable.SCHEMA.columns().stream().map(NestedField::name).toList();
    RecordFiles.read(runs, where, columns, row -> found.add(RunTable.fromRecord(row)));
    return found;
  }

  /** All generations of a run, by name, and how they ended. */
  public Map<GenerationKey, Status> generated(String run) {
    Map<GenerationKey, Status> found = new HashMap<>();
    generated(run, found::put);
    return found;
  }

  /**
   * As {@link #generated(String)}, row after row.
   *
   * @param each takes a generation's name and how it ended
   */
  public void generated(String run, BiConsumer<GenerationKey, Status> each) {
    List<String> columns = new ArrayList<>(KeyColumns.NAMES);
    columns.add("status");
    RecordFiles.read(
        generations,
        Expressions.equal("run_id", run),
        columns,
        row -> each.accept(KeyColumns.read(row), Status.valueOf((String) row.getField("status"))));
  }

  /**
   * Reads rows of generations without Spark.
   *
   * @param where which
   * @param columns of those rows that are needed
   * @param rows takes each, with a null where a column has no value
   */
  public void readGenerations(Expression where, List<String> columns, Consumer<Record> rows) {
    RecordFiles.read(generations, where, columns, rows);
  }

  /** As {@link #readGenerations}, of scores. */
  public void readScores(Expression where, List<String> columns, Consumer<Record> rows) {
    RecordFiles.read(scores, where, columns, rows);
  }

  /** The samples of these keys, as far as the table has them. */
  public List<Sample> samples(Set<String> keys) {
    Map<String, Sample> found = new HashMap<>();
    RecordFiles.read(
        samples,
        Expressions.in("sample_key", keys),
        SampleTable.SCHEMA.columns().stream().map(NestedField::name).toList(),
        row -> found.put((String) row.getField("sample_key"), SampleTable.fromRecord(row)));
    return List.copyOf(found.values());
  }

  private Set<String> sampleKeys() {
    Set<String> found = new HashSet<>();
    RecordFiles.read(
        samples,
        Expressions.alwaysTrue(),
        List.of("sample_key"),
        row -> found.add((String) row.getField("sample_key")));
    return found;
  }

  private <T> void append(Table table, List<T> rows, Function<T, Record> toRecord) {
    RecordFiles.append(table, rows, toRecord, clock.instant());
  }

  @Override
  public void close() {
    if (catalog instanceof Closeable closeable) {
      try {
        closeable.close();
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot close the catalog of " + settings.location(), e);
      }
    }
  }
}
