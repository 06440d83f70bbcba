package dev.longspark.report;

import dev.longspark.results.RunResults;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.Row;

/**
 * Everything that is reported of one run, ready to be written in any format.
 *
 * @param run the run's id
 * @param study the study's name
 * @param status how far the run is
 * @param facts what it is made of, each a name and a value
 * @param configuration the study file as it held
 * @param health what makes numbers doubtful; empty if nothing does
 * @param scoreboards scores at a glance, one table for each model and protocol
 * @param quality tables of scores
 * @param systems tables of speed and memory
 * @param galleries pictures, those of each model and protocol under its title
 * @param examples samples with what the techniques answered
 */
public record RunReport(
    String run,
    String study,
    String status,
    List<Fact> facts,
    String configuration,
    ReportTable health,
    List<ReportTable> scoreboards,
    List<ReportTable> quality,
    List<ReportTable> systems,
    List<Pictures> galleries,
    List<Example> examples) {

  /** The pictures of one model under one protocol. */
  public record Pictures(String title, List<Gallery> galleries) {}

  public RunReport {
    facts = List.copyOf(facts);
    scoreboards = List.copyOf(scoreboards);
    quality = List.copyOf(quality);
    systems = List.copyOf(systems);
    galleries = List.copyOf(galleries);
    examples = List.copyOf(examples);
  }

  /**
   * Gathers the report of the one run that the results hold.
   *
   * @param examplesPerTask how many samples of each task to show whole
   */
  public static RunReport of(RunResults results, int examplesPerTask) {
    Row run = results.rows("runs").get(0);
    ManifestFacts manifest = ManifestFacts.of(run.getAs("manifest"));
    Order order = Order.of(results);
    Columns columns = Columns.read();
    ViewTables views = ViewTables.read();
    List<Group> groups = Group.all(results);
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("Started", time(run, "started")));
    facts.add(new Fact("Finished", time(run, "finished")));
    facts.addAll(manifest.facts());
    return new RunReport(
        run.getAs("run_id"),
        run.getAs("study"),
        run.<String>getAs("status").toLowerCase(Locale.ROOT),
        facts,
        manifest.study(),
        views.health().read(results, columns, order),
        Scoreboard.tables(results, groups, order),
        tables(views.quality(), results, columns, order),
        tables(views.systems(), results, columns, order),
        groups.stream()
            .map(group -> new Pictures(group.title(), Galleries.of(results, group, order)))
            .toList(),
        Example.read(results, examplesPerTask, order));
  }

  /** To the second. */
  private static String time(Row run, String column) {
    Object time = run.getAs(column);
    return time == null ? "not yet" : time.toString().replaceFirst("\\.\\d+$", "");
  }

  private static List<ReportTable> tables(
      List<ViewTable> views, RunResults results, Columns columns, Order order) {
    return views.stream()
        .map(view -> view.read(results, columns, order))
        .filter(table -> !table.isEmpty())
        .toList();
  }

  /** All tables, those at a glance first. */
  public List<ReportTable> tables() {
    List<ReportTable> tables = new ArrayList<>();
    tables.add(health);
    tables.addAll(scoreboards);
    tables.addAll(quality);
    tables.addAll(systems);
    return tables;
  }
}
