package dev.longspark.inference;

import dev.longspark.engine.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The models that this process holds, one per device set. A unit takes the one with its weights if
 * it is free, else any free device set, whose model then goes before the new one comes: two would
 * not fit.
 *
 * @param <K> what a model is made from
 * @param <M> a model
 */
public final class ModelPool<K, M extends AutoCloseable> {
  private final List<Slot<K, M>> slots = new ArrayList<>();
  private final AtomicInteger loads = new AtomicInteger();

  /** A device set and what it holds. */
  static final class Slot<K, M> {
    private final List<Device> devices;
    private final InferenceThread thread;
    private Optional<K> key = Optional.empty();
    private Optional<M> model = Optional.empty();
    private boolean isTaken;

    private Slot(List<Device> devices) {
      this.devices = devices;
      thread = new InferenceThread("inference on " + devices);
    }

    /** Where all native code of the device set runs. */
    InferenceThread thread() {
      return thread;
    }

    M model() {
      return model.orElseThrow();
    }
  }

  /**
   * Waits for a free device set and makes it hold a model.
   *
   * @param candidates the device sets to choose from; sets that share devices must be equal
   * @param key what to load
   * @param load loads it onto devices
   * @return to be given back by {@link #release}
   */
  Slot<K, M> take(List<List<Device>> candidates, K key, Function<List<Device>, M> load) {
    Slot<K, M> slot = takeFree(candidates, key);
    try {
      if (!slot.key.equals(Optional.of(key))) {
        unload(slot);
        slot.model = Optional.of(slot.thread.call(() -> load.apply(slot.devices)));
        slot.key = Optional.of(key);
        loads.incrementAndGet();
      }
      return slot;
    } catch (RuntimeException | Error e) {
      release(slot);
      throw e;
    }
  }

  /** Gives a device set back; its model stays. */
  synchronized void release(Slot<K, M> slot) {
    slot.isTaken = false;
    notifyAll();
  }

  /** Models that are loaded now. */
  public synchronized int size() {
    return (int) slots.stream().filter(slot -> slot.model.isPresent()).count();
  }

  /** Models that were loaded since the process began. */
  public int loads() {
    return loads.get();
  }

  /** Unloads the models of all device sets that no unit holds. */
  public synchronized void unloadFree() {
    slots.stream().filter(slot -> !slot.isTaken).forEach(ModelPool::unload);
  }

  private synchronized Slot<K, M> takeFree(List<List<Device>> candidates, K key) {
    addSlots(candidates);
    Optional<Slot<K, M>> free = free(candidates, key);
    while (free.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Cannot wait for a device: the task was stopped", e);
      }
      free = free(candidates, key);
    }
    free.get().isTaken = true;
    return free.get();
  }

  /** As many slots of a device set as it stands among the candidates: the CPU may hold several. */
  private void addSlots(List<List<Device>> candidates) {
    for (List<Device> devices : candidates) {
      long wanted = candidates.stream().filter(devices::equals).count();
      long present = slots.stream().filter(slot -> slot.devices.equals(devices)).count();
      if (present < wanted) {
        slots.add(new Slot<>(List.copyOf(devices)));
      }
    }
  }

  private Optional<Slot<K, M>> free(List<List<Device>> candidates, K key) {
    List<Slot<K, M>> free =
        slots.stream().filter(slot -> !slot.isTaken && candidates.contains(slot.devices)).toList();
    return free.stream()
        .filter(slot -> Objects.equals(slot.key, Optional.of(key)))
        .findFirst()
        .or(() -> free.stream().findFirst());
  }

  private static <K, M extends AutoCloseable> void unload(Slot<K, M> slot) {
    Optional<M> old = slot.model;
    slot.key = Optional.empty();
    slot.model = Optional.empty();
    old.ifPresent(
        model ->
            slot.thread.call(
                () -> {
                  model.close();
                  return slot;
                }));
  }
}
