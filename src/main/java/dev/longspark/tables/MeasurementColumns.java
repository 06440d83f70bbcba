package dev.longspark.tables;

import dev.longspark.measurement.BatchUse;
import dev.longspark.measurement.KeptTokens;
import dev.longspark.measurement.Measurement;
import dev.longspark.measurement.MemoryUse;
import dev.longspark.measurement.Timings;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.data.Record;

/** Writes what was measured of one text into its row; the columns of the rest stay null. */
final class MeasurementColumns {
  private static final double MILLIS_PER_SECOND = 1000;

  private final Record row;

  MeasurementColumns(Record row) {
    this.row = row;
  }

  void write(Outcome.Text text) {
    text.find(Measurement.PromptTokens.class)
        .ifPresent(tokens -> row.setField("prompt_tokens", tokens.count()));
    text.find(Measurement.NewTokens.class)
        .ifPresent(tokens -> row.setField("new_tokens", tokens.count()));
    text.find(Measurement.PromptUse.class).ifPresent(this::write);
    text.find(Measurement.Compression.class)
        .ifPresent(compression -> row.setField("compress_ms", compression.ms()));
    text.find(Measurement.EndToEnd.class).ifPresent(way -> row.setField("e2e_ms", way.ms()));
    text.find(Timings.class).ifPresent(this::write);
    text.find(MemoryUse.class).ifPresent(this::write);
    text.find(KeptTokens.class).ifPresent(this::write);
    text.find(BatchUse.class).ifPresent(this::write);
    text.find(Measurement.Energy.class)
        .ifPresent(energy -> row.setField("energy_joules", energy.joules()));
    text.find(Measurement.LogitsCheck.class)
        .ifPresent(check -> row.setField("logits_finite", check.finite()));
    text.find(Measurement.AnswerIds.class)
        .ifPresent(answer -> row.setField("answer_ids", answer.ids()));
    text.find(Measurement.NewTokens.class).ifPresent(tokens -> writeSpeed(tokens.count(), text));
  }

  private void write(Measurement.PromptUse use) {
    row.setField("context_tokens_in", use.contextIn());
    row.setField("context_tokens_kept", use.contextKept());
    row.setField("truncated_tokens", use.truncated());
    row.setField("begin_tokens", use.begin());
    row.setField("prompt_style", use.style().name());
    row.setField("chat_template_missing", use.isTemplateMissing());
  }

  private void write(Timings timings) {
    List<Double> tokens = new ArrayList<>();
    tokens.add(timings.timeToFirstTokenMs());
    tokens.addAll(timings.tokenMs());
    row.setField("prefill_ms", timings.prefillMs());
    row.setField("ttft_ms", timings.timeToFirstTokenMs());
    row.setField("decode_ms", timings.decodeMs());
    row.setField("token_ms", tokens);
  }

  private void write(MemoryUse memory) {
    row.setField("weight_bytes", memory.weightBytes());
    row.setField("kv_bytes", memory.cacheBytes());
    row.setField("peak_memory_bytes", memory.peak().bytes());
    row.setField("peak_memory_source", memory.peak().source().name());
  }

  private void write(KeptTokens kept) {
    row.setField("kept_tokens", kept.mean());
    row.setField("kept_tokens_per_layer", kept.perAttention());
    row.setField("kept_share", kept.share());
    row.setField("kept_view", kept.isContext() ? "CONTEXT" : "PROMPT");
  }

  private void write(BatchUse use) {
    row.setField("batch", use.size());
    row.setField("batch_refill", use.refill());
    row.setField("batch_begun_at", use.begun().atOffset(ZoneOffset.UTC));
    row.setField("waiting_ms", use.waitingMs());
    row.setField("share_ms", use.shareMs());
    row.setField("live_rows", use.liveRows());
    row.setField("batch_kv_bytes", use.cacheBytes());
  }

  /** What follows from two measurements. */
  private void writeSpeed(int tokens, Outcome.Text text) {
    double endToEnd = text.find(Measurement.EndToEnd.class).map(each -> each.ms()).orElse(0.0);
    double decode = text.find(Timings.class).map(Timings::decodeMs).orElse(0.0);
    if (endToEnd > 0) {
      row.setField("tokens_per_second", MILLIS_PER_SECOND * tokens / endToEnd);
    }
    if (tokens > 1 && decode > 0) {
      row.setField("decode_tokens_per_second", MILLIS_PER_SECOND * (tokens - 1) / decode);
    }
  }
}
