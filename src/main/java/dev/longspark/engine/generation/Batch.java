package dev.longspark.engine.generation;

import dev.longspark.engine.Batching;
import dev.longspark.engine.BrokenDeviceException;
import dev.longspark.engine.OutOfDeviceMemoryException;
import dev.longspark.engine.cache.CachePolicy;
import dev.longspark.engine.decoder.Decoder;
import dev.longspark.engine.decoder.DecoderSequence;
import dev.longspark.engine.torchscript.TorchRuntime;
import dev.longspark.measurement.BatchUse;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Requests that are decoded together: prompts are read one after another, then each pass gives a
 * token to every sample in flight.
 *
 * <p>What fails beside others may be their fault, and a failed pass says of none whose it is: such
 * requests are tried alone, from their prompts, when all others are done.
 */
final class Batch implements AutoCloseable {
  private static final double NANOS_PER_MS = 1e6;

  private final Decoder decoder;
  private final Pass pass;
  private final EngineSettings settings;
  private final Set<Integer> endIds;
  private final Batching batching;
  private final List<Request> requests;
  private final Answers answers;
  private final long weightBytes;
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private final Deque<Integer> suspects = new ArrayDeque<>();
  private final List<Member> live = new ArrayList<>();
  private final EnergyMeter energy = EnergyMeter.none();
  private final PeakMemory peak;
  private final Instant begun = Instant.now();
  private final long start = System.nanoTime();

  /** A token of each of some sequences: {@link Decoder#step}. */
  interface Pass {
    int[] step(List<DecoderSequence> sequences, int[] ids);
  }

  /** A sample in flight. */
  private static final class Member {
    private final int request;
    private final RunningGeneration running;
    private final long maxCacheBytes;
    private double waitingMs;
    private double shareMs;
    private int passes;
    private double passShares;

    Member(int request, RunningGeneration running, long maxCacheBytes) {
      this.request = request;
      this.running = running;
      this.maxCacheBytes = maxCacheBytes;
    }

    double liveRows() {
      return passes == 0 ? 1 : passes / passShares;
    }
  }

  Batch(
      Decoder decoder,
      Pass pass,
      EngineSettings settings,
      Set<Integer> endIds,
      Batching batching,
      List<Request> requests,
      Answers answers) {
    this.decoder = decoder;
    this.pass = pass;
    this.settings = settings;
    this.endIds = endIds;
    this.batching = batching;
    this.requests = List.copyOf(requests);
    this.answers = answers;
    weightBytes = decoder.weightBytes();
    peak = PeakMemory.start(settings);
    IntStream.range(0, requests.size()).forEach(waiting::add);
  }

  void run() {
    while (!waiting.isEmpty() || !live.isEmpty() || !suspects.isEmpty()) {
      GreedySearch.requireGoingOn();
      admit();
      if (!endFinished() && !live.isEmpty()) {
        pass();
        endFinished();
      }
    }
  }

  private void admit() {
    if (waiting.isEmpty() && live.isEmpty() && !suspects.isEmpty()) {
      begin(suspects.remove());
      return;
    }
    boolean isOpen = live.isEmpty() || batching.refill() == Batching.Refill.CONTINUOUS;
    while (isOpen && live.size() < batching.size() && !waiting.isEmpty()) {
      isOpen = live.isEmpty() || fits(waiting.element());
      if (isOpen) {
        GreedySearch.requireGoingOn();
        begin(waiting.remove());
      }
    }
  }

  /** Whether a request's cache has room beside the others', by the budget. */
  private boolean fits(int request) {
    long others = live.stream().mapToLong(each -> each.maxCacheBytes).sum();
    return weightBytes + others + cacheBytes(request) <= settings.memoryBudget();
  }

  private long cacheBytes(int request) {
    return RunningGeneration.cacheBytes(decoder, settings.cache(), requests.get(request));
  }

  private void begin(int index) {
    answers.begins(index);
    Request request = requests.get(index);
    CachePolicy cache = settings.cache();
    long called = System.nanoTime();
    try {
      long bytes = cacheBytes(index);
      settings.requireBudget(weightBytes, bytes);
      RunningGeneration running =
          new RunningGeneration(decoder, cache, endIds, request, Telling.NOTHING);
      Member member = new Member(index, running, bytes);
      member.waitingMs = (called - start) / NANOS_PER_MS;
      begin(member);
      member.shareMs = (System.nanoTime() - called) / NANOS_PER_MS;
      live.add(member);
    } catch (BrokenDeviceException | CancellationException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      failed(index, e, live.isEmpty());
    }
  }

  private static void begin(Member member) {
    try {
      member.running.begin();
    } catch (RuntimeException | Error e) {
      member.running.close();
      throw e;
    }
  }

  private static boolean isMemory(Throwable cause) {
    return cause instanceof OutOfDeviceMemoryException || cause instanceof OutOfMemoryError;
  }

  private void failed(int index, Throwable cause, boolean isItsOwn) {
    if (isMemory(cause)) {
      TorchRuntime.releaseCachedMemory();
    }
    if (isItsOwn) {
      answers.failed(index, cause);
    } else {
      suspects.add(index);
    }
  }

  private void pass() {
    List<DecoderSequence> sequences = live.stream().map(each -> each.running.sequence()).toList();
    int[] last = live.stream().mapToInt(each -> each.running.search().last()).toArray();
    long called = System.nanoTime();
    try {
      int[] next = pass.step(sequences, last);
      for (int i = 0; i < next.length; i++) {
        live.get(i).running.search().add(sequences.get(i), next[i]);
      }
    } catch (BrokenDeviceException | CancellationException e) {
      throw e;
    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
      List<Member> all = List.copyOf(live);
      close();
      all.forEach(each -> failed(each.request, e, all.size() == 1));
      return;
    }
    double ms = (System.nanoTime() - called) / NANOS_PER_MS;
    for (Member each : live) {
      each.shareMs += ms / live.size();
      each.passes++;
      each.passShares += 1.0 / live.size();
    }
  }

  /** Whether there was one, whose place is free now. */
  private boolean endFinished() {
    List<Member> over = live.stream().filter(each -> each.running.search().isOver()).toList();
    if (over.isEmpty()) {
      return false;
    }
    long allBytes = live.stream().mapToLong(each -> each.running.sequence().cacheBytes()).sum();
    for (Member each : over) {
      Generation generation = each.running.result(weightBytes, peak, energy);
      live.remove(each);
      each.running.close();
      answers.answered(each.request, generation, use(each, allBytes));
    }
    return true;
  }

  private BatchUse use(Member member, long allBytes) {
    return new BatchUse(
        batching.size(),
        batching.refill().name(),
        begun,
        member.waitingMs,
        member.shareMs,
        member.liveRows(),
        allBytes);
  }

  /** Gives back what is in flight. */
  @Override
  public void close() {
    live.forEach(each -> each.running.close());
    live.clear();
  }
}
