package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.required;

import dev.longspark.measurement.FollowedAnswer;
import dev.longspark.measurement.TokenDistribution;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/**
 * The columns of {@code followed_answers}: what the baseline thought of each token of its answer.
 * Techniques are compared with it, wherever and whenever they run.
 */
public final class FollowedTable {
  /** The table's name. */
  public static final String NAME = "followed_answers";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "run_id", Types.StringType.get(), "the run"),
          required(2, "model", Types.StringType.get(), "the model's name in the study"),
          required(3, "technique", Types.StringType.get(), "the baseline's name in the study"),
          required(4, "task", Types.StringType.get(), "the task"),
          required(5, "protocol", Types.StringType.get(), "the protocol's name"),
          required(6, "sample_key", Types.StringType.get(), "the sample, by its content"),
          required(7, "prompt", Types.StringType.get(), "SHA-256 of the prompt's token ids"),
          required(
              8,
              "answer_ids",
              Types.ListType.ofRequired(9, Types.IntegerType.get()),
              "the answer's tokens"),
          required(10, "outcomes", Types.IntegerType.get(), "tokens told apart at each position"),
          required(
              11,
              "likely_ids",
              Types.ListType.ofRequired(12, Types.IntegerType.get()),
              "these tokens, best first, position after position"),
          required(
              13,
              "log_probabilities",
              Types.ListType.ofRequired(14, Types.DoubleType.get()),
              "natural, of these tokens and of all others as one, position after position"),
          required(15, "committed_at", Types.TimestampType.withZone(), "when it was committed"));

  /** A file holds rows of one run. */
  static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).identity("run_id").build();

  private FollowedTable() {}

  static Record toRecord(FollowedRow row, Instant committedAt) {
    FollowedAnswer answer = row.answer();
    Record record = GenericRecord.create(SCHEMA);
    KeyColumns.write(row.key(), record);
    record.setField("prompt", answer.prompt());
    record.setField("answer_ids", answer.answer());
    record.setField("outcomes", answer.distributions().get(0).ids().length);
    List<Integer> ids = new ArrayList<>();
    List<Double> logs = new ArrayList<>();
    for (TokenDistribution each : answer.distributions()) {
      Arrays.stream(each.ids()).forEach(ids::add);
      Arrays.stream(each.logs()).forEach(logs::add);
    }
    record.setField("likely_ids", ids);
    record.setField("log_probabilities", logs);
    record.setField("committed_at", committedAt.atOffset(ZoneOffset.UTC));
    return record;
  }

  static FollowedRow fromRecord(Record record) {
    int outcomes = (Integer) record.getField("outcomes");
    List<Integer> answer = numbers(record, "answer_ids", Integer.class);
    int[] ids = numbers(record, "likely_ids", Integer.class).stream().mapToInt(id -> id).toArray();
    double[] logs =
        numbers(record, "log_probabilities", Double.class).stream().mapToDouble(x -> x).toArray();
    List<TokenDistribution> distributions = new ArrayList<>();
    for (int i = 0; i < answer.size(); i++) {
      int[] likely = Arrays.copyOfRange(ids, i * outcomes, (i + 1) * outcomes);
      int first = i * (outcomes + 1);
      distributions.add(
          new TokenDistribution(
              likely[0], likely, Arrays.copyOfRange(logs, first, first + outcomes + 1)));
    }
    return new FollowedRow(
        KeyColumns.read(record),
        new FollowedAnswer((String) record.getField("prompt"), answer, distributions));
  }

  private static <T> List<T> numbers(Record record, String column, Class<T> type) {
    return ((List<?>) record.getField(column)).stream().map(type::cast).toList();
  }
}
