package dev.longspark.tables;

import static org.apache.iceberg.types.Types.NestedField.optional;
import static org.apache.iceberg.types.Types.NestedField.required;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.function.BinaryOperator;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;

/**
 * The columns of {@code generations}: what became of one sample in one cell. What nobody measured
 * is null: neither a failure nor the unknown is a zero.
 */
public final class GenerationTable {
  /** The table's name. */
  public static final String NAME = "generations";

  /** The table's columns. */
  public static final Schema SCHEMA =
      new Schema(
          required(1, "run_id", Types.StringType.get(), "the run"),
          required(2, "model", Types.StringType.get(), "the model's name in the study"),
          required(3, "technique", Types.StringType.get(), "the technique's name in the study"),
          required(4, "task", Types.StringType.get(), "the task"),
          required(5, "protocol", Types.StringType.get(), "the protocol's name"),
          required(6, "sample_key", Types.StringType.get(), "the sample, by its content"),
          required(7, "metric", Types.StringType.get(), "what the benchmark reports for the task"),
          required(8, "answer_rule", Types.StringType.get(), "WHOLE or FIRST_LINE is scored"),
          required(9, "status", Types.StringType.get(), "OK, FAILED or OUT_OF_MEMORY"),
          optional(10, "message", Types.StringType.get(), "why there is no text"),
          optional(11, "text", Types.StringType.get(), "the prediction, whole"),
          optional(12, "prompt_tokens", Types.IntegerType.get(), "as the model saw the prompt"),
          optional(13, "context_tokens_in", Types.IntegerType.get(), "before compression"),
          optional(14, "context_tokens_kept", Types.IntegerType.get(), "after compression"),
          optional(15, "truncated_tokens", Types.IntegerType.get(), "cut from the middle"),
          optional(
              16, "begin_tokens", Types.IntegerType.get(), "begin-of-text tokens; 2 are a fault"),
          optional(17, "prompt_style", Types.StringType.get(), "CHAT or RAW"),
          optional(18, "chat_template_missing", Types.BooleanType.get(), "RAW for want of one"),
          optional(19, "new_tokens", Types.IntegerType.get(), "generated, end token counted"),
          optional(20, "finish_reason", Types.StringType.get(), "what ended the generation"),
          optional(21, "compress_ms", Types.DoubleType.get(), "prompt compression"),
          optional(22, "prefill_ms", Types.DoubleType.get(), "the prompt through the model"),
          optional(23, "ttft_ms", Types.DoubleType.get(), "prompt ids to first new token"),
          optional(24, "decode_ms", Types.DoubleType.get(), "first to last new token"),
          optional(
              25,
              "token_ms",
              Types.ListType.ofRequired(26, Types.DoubleType.get()),
              "time between new tokens, the first one's being ttft_ms"),
          optional(27, "e2e_ms", Types.DoubleType.get(), "sample's text to prediction's text"),
          optional(28, "tokens_per_second", Types.DoubleType.get(), "new tokens by e2e_ms"),
          optional(
              29,
              "decode_tokens_per_second",
              Types.DoubleType.get(),
              "new tokens but the first by decode_ms"),
          optional(30, "weight_bytes", Types.LongType.get(), "the model's weights"),
          optional(31, "kv_bytes", Types.LongType.get(), "keys and values at the end"),
          optional(32, "peak_memory_bytes", Types.LongType.get(), "the most in use"),
          optional(33, "peak_memory_source", Types.StringType.get(), "how that was measured"),
          required(34, "device", Types.StringType.get(), "such as cpu or cuda:0"),
          required(35, "executor", Types.StringType.get(), "Spark's executor id and host"),
          required(36, "attempt", Types.IntegerType.get(), "earlier attempts at its work unit"),
          required(37, "committed_at", Types.TimestampType.withZone(), "when it was committed"),
          optional(
              38, "energy_joules", Types.DoubleType.get(), "of all devices of the model meanwhile"),
          optional(39, "benchmark", Types.StringType.get(), "the task's benchmark"),
          optional(40, "category", Types.StringType.get(), "the benchmark's group of the task"),
          optional(41, "scope", Types.StringType.get(), "qa, summarization or other"),
          optional(
              42, "kept_tokens", Types.DoubleType.get(), "of the prompt in the cache, per layer"),
          optional(
              43,
              "kept_tokens_per_layer",
              Types.ListType.ofRequired(44, Types.IntegerType.get()),
              "of the prompt in each layer's cache, the mean over its heads"),
          optional(45, "kept_share", Types.DoubleType.get(), "of the tokens that could be kept"),
          optional(
              46,
              "kept_view",
              Types.StringType.get(),
              "PROMPT or CONTEXT: whether the question took part in the choice"),
          optional(47, "logits_finite", Types.BooleanType.get(), "whether the last ones were"),
          optional(80, "batch", Types.IntegerType.get(), "samples that were decoded together"),
          optional(
              81, "batch_refill", Types.StringType.get(), "STATIC or CONTINUOUS: the next ones"),
          optional(
              82,
              "batch_begun_at",
              Types.TimestampType.withZone(),
              "when the model got this sample and those beside it"),
          optional(
              83, "waiting_ms", Types.DoubleType.get(), "from then to its turn; not in ttft_ms"),
          optional(
              84,
              "share_ms",
              Types.DoubleType.get(),
              "its prompt's time, and of each of its passes the part of one row"),
          optional(
              85, "live_rows", Types.DoubleType.get(), "harmonic mean of the rows of its passes"),
          optional(
              86, "batch_kv_bytes", Types.LongType.get(), "kv_bytes of all in flight at its end"),
          optional(
              66,
              "answer_ids",
              Types.ListType.ofRequired(67, Types.IntegerType.get()),
              "the new tokens, end token among them"));

  /** A file holds rows of one run. */
  static final PartitionSpec SPEC = PartitionSpec.builderFor(SCHEMA).identity("run_id").build();

  /** Of two rows of one key the one that the view {@code latest_generations} has. */
  public static final BinaryOperator<Record> LATEST =
      BinaryOperator.minBy(
          Comparator.comparing((Record row) -> (OffsetDateTime) row.getField("committed_at"))
              .reversed()
              .thenComparing(row -> (String) row.getField("status"))
              .thenComparing(row -> (String) row.getField("executor")));

  private GenerationTable() {}

  static Record toRecord(GenerationRow row, Instant committedAt) {
    Record generation = GenericRecord.create(SCHEMA);
    KeyColumns.write(row.key(), generation);
    generation.setField("metric", row.task().metric());
    generation.setField("benchmark", row.task().benchmark());
    generation.setField("category", row.task().category());
    generation.setField("scope", row.task().scope().label());
    generation.setField("answer_rule", row.answerRule().name());
    generation.setField("status", row.outcome().status().name());
    if (row.outcome() instanceof Outcome.Text text) {
      generation.setField("text", text.text());
      if (!text.finishReason().isEmpty()) {
        generation.setField("finish_reason", text.finishReason());
      }
      new MeasurementColumns(generation).write(text);
    } else if (row.outcome() instanceof Outcome.Failure failure) {
      generation.setField("message", failure.message());
    }
    generation.setField("device", row.origin().device());
    generation.setField("executor", row.origin().executor());
    generation.setField("attempt", row.origin().attempt());
    generation.setField("committed_at", committedAt.atOffset(ZoneOffset.UTC));
    return generation;
  }
}
