// Attention of one new token over a cache of 4-bit keys and values, as torchscript/packed.py keeps
// them on a GPU, and over the newest tokens, which are not packed yet. Codes are unpacked, scaled and
// used in registers: every byte of the cache is read once for all the query heads that share it.
//
// Source: split and merge as in flash decoding (Dao et al. 2023): attend() gives, for each stretch of
// tokens, the sum of values weighted by exp2(score - m), the sum of these weights, and the largest
// score m; merge() makes the softmax over all stretches of them. Scores are in units of log 2.
//
// A byte of a token holds channel i in its low half and channel i + HEAD_DIM / 2 in its high half. In
// a group of GROUP channels, value = scale * code + low. A warp takes SLOTS tokens at once, with LANES
// lanes for each; a lane has RUN bytes, so RUN channels of either half.
//
// Compiled with HEAD_DIM (a power of 2 from 16 to 256), ROWS (query heads of a block, 1 to 8), GROUP
// (a multiple of RUN that divides HEAD_DIM) and BFLOAT16 (0: float16, 1: bfloat16).

#define WARPS 4
#define WARP 32
#define RUN (ROWS <= 4 ? 8 : 4)
#define BYTES (HEAD_DIM / 2)
#define LANES (BYTES / RUN)
#define SLOTS (WARP / LANES)
#define GROUPS (HEAD_DIM / GROUP)
#define ALL_LANES 0xffffffffu
#define NO_SCORE -1e30f
#define LOG2_E 1.4426950408889634f

// Steps whose reads are under way at once: as many as registers allow.
const int UNROLLED = ROWS <= 4 ? 8 : 4;

typedef unsigned short Element;  // the bits of a float16 or bfloat16

#if BFLOAT16
__device__ float to_float(Element x) { return __uint_as_float((unsigned)x << 16); }

__device__ Element from_float(float x) {
  unsigned bits = __float_as_uint(x);
  return (Element)((bits + 0x7fff + ((bits >> 16) & 1)) >> 16);  // to nearest, ties to even
}
#else
__device__ float to_float(Element x) {
  float y;
  asm("cvt.f32.f16 %0, %1;" : "=f"(y) : "h"(x));
  return y;
}

__device__ Element from_float(float x) {
  Element y;
  asm("cvt.rn.f16.f32 %0, %1;" : "=h"(y) : "f"(x));
  return y;
}
#endif

// Keys or values of a layer.
struct Tokens {
  const unsigned char* codes;  // [kv_heads, capacity, BYTES]
  const Element* scale;        // [kv_heads, capacity, GROUPS]
  const Element* low;
  const Element* recent;  // [kv_heads, room, HEAD_DIM], not packed
  long long capacity;
  long long room;
};

// A lane's channels of one token, of the low half and of the high half: scale * code + low.
struct Channels {
  float code[2][RUN];
  float scale[2];
  float low[2];
};

struct __align__(RUN) Bytes {
  unsigned char byte[RUN];
};

struct __align__(2 * RUN) Elements {
  Element element[RUN];
};

// 0 to 15 as a float: the lowest bits of 2^23 + code. A conversion instruction takes four times as long.
__device__ float code_of(unsigned bits) { return __uint_as_float(0x4b000000u | (bits & 15u)) - 8388608.f; }

template <bool PACKED>
__device__ Channels read(const Tokens& tokens, int kv_head, int token, int part) {
  Channels channels;
  if (PACKED) {
    long long row = kv_head * tokens.capacity + token;
    Bytes bytes = *reinterpret_cast<const Bytes*>(tokens.codes + row * BYTES + part * RUN);
#pragma unroll
    for (int i = 0; i < RUN; i++) {
      channels.code[0][i] = code_of(bytes.byte[i]);
      channels.code[1][i] = code_of(bytes.byte[i] >> 4);
    }
#pragma unroll
    for (int half = 0; half < 2; half++) {
      int group = (half * BYTES + part * RUN) / GROUP;
      channels.scale[half] = to_float(tokens.scale[row * GROUPS + group]);
      channels.low[half] = to_float(tokens.low[row * GROUPS + group]);
    }
  } else {
    const Element* row = tokens.recent + (kv_head * tokens.room + token) * HEAD_DIM;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      Elements run = *reinterpret_cast<const Elements*>(row + half * BYTES + part * RUN);
#pragma unroll
      for (int i = 0; i < RUN; i++) {
        channels.code[half][i] = to_float(run.element[i]);
      }
      channels.scale[half] = 1;
      channels.low[half] = 0;
    }
  }
  return channels;
}

// What a warp has gathered so far.
struct Gathered {
  float sum[ROWS][2][RUN];  // of scale * weight * code: a lane's share
  float low[ROWS][2];       // of low * weight
  float weight[ROWS];       // of the weights: a lane's share
  float most[ROWS];         // the largest score, the same in all lanes
};

// Adds tokens first to last - 1; the block's warps take turns of WARP tokens.
template <bool PACKED>
__device__ void gather(const Tokens& keys, const Tokens& values, int kv_head, int first, int last,
                       const float (&query)[ROWS][2][RUN], float (*scores)[WARP], Gathered& all) {
  int lane = threadIdx.x % WARP;
  int part = lane % LANES;
  int slot = lane / LANES;
  for (int start = first + threadIdx.x / WARP * WARP; start < last; start += WARPS * WARP) {
#pragma unroll UNROLLED
    for (int step = 0; step < WARP; step += SLOTS) {
      int token = start + step + slot;
      Channels key = read<PACKED>(keys, kv_head, min(token, last - 1), part);
#pragma unroll
      for (int row = 0; row < ROWS; row++) {
        float score = 0;
#pragma unroll
        for (int half = 0; half < 2; half++) {
          float dot = 0;
          float sum = 0;
#pragma unroll
          for (int i = 0; i < RUN; i++) {
            dot += query[row][half][i] * key.code[half][i];
            sum += query[row][half][i];
          }
          score += key.scale[half] * dot + key.low[half] * sum;
        }
#pragma unroll
        for (int other = LANES / 2; other > 0; other /= 2) {
          score += __shfl_xor_sync(ALL_LANES, score, other);
        }
        if (part == 0) {
          scores[row][step + slot] = token < last ? score : NO_SCORE;
        }
      }
    }
    __syncwarp();
#pragma unroll
    for (int row = 0; row < ROWS; row++) {
      float score = scores[row][lane];
      float most = fmaxf(all.most[row], score);
#pragma unroll
      for (int other = WARP / 2; other > 0; other /= 2) {
        most = fmaxf(most, __shfl_xor_sync(ALL_LANES, most, other));
      }
      float rest = exp2f(all.most[row] - most);
      float weight = start + lane < last ? exp2f(score - most) : 0;
      scores[row][lane] = weight;
      all.most[row] = most;
      all.weight[row] = all.weight[row] * rest + weight;
#pragma unroll
      for (int half = 0; half < 2; half++) {
        all.low[row][half] *= rest;
#pragma unroll
        for (int i = 0; i < RUN; i++) {
          all.sum[row][half][i] *= rest;
        }
      }
    }
    __syncwarp();
#pragma unroll UNROLLED
    for (int step = 0; step < WARP; step += SLOTS) {
      Channels value = read<PACKED>(values, kv_head, min(start + step + slot, last - 1), part);
#pragma unroll
      for (int row = 0; row < ROWS; row++) {
        float weight = scores[row][step + slot];
#pragma unroll
        for (int half = 0; half < 2; half++) {
          float scaled = weight * value.scale[half];
          all.low[row][half] += weight * value.low[half];
#pragma unroll
          for (int i = 0; i < RUN; i++) {
            all.sum[row][half][i] += scaled * value.code[half][i];
          }
        }
      }
    }
    __syncwarp();
  }
}

// One block: a stretch of `span` packed tokens, or, the last of the grid's x, the recent ones; ROWS
// query heads of one kv head. Grid: stretches + 1, heads / ROWS.
extern "C" __global__ void __launch_bounds__(WARPS* WARP)
    attend(const Element* query,  // [heads, HEAD_DIM]
           const unsigned char* key_codes, const Element* key_scale, const Element* key_low,
           const unsigned char* value_codes, const Element* value_scale, const Element* value_low,
           const Element* new_keys, const Element* new_values, int capacity, int room, int kv_heads,
           int packed, int recent, int span,
           float* sums,     // [stretches + 1, heads, HEAD_DIM]
           float* totals) { // [stretches + 1, heads, 2]: sum of weights, largest score
  __shared__ float scores[WARPS][ROWS][WARP];
  __shared__ float warp_sum[WARPS][ROWS][HEAD_DIM];
  __shared__ float warp_weight[WARPS][ROWS];
  __shared__ float warp_most[WARPS][ROWS];
  int warp = threadIdx.x / WARP;
  int lane = threadIdx.x % WARP;
  int part = lane % LANES;
  int heads = gridDim.y * ROWS;
  int kv_head = blockIdx.y * kv_heads / gridDim.y;
  float factor = LOG2_E * rsqrtf((float)HEAD_DIM);
  float rows[ROWS][2][RUN];
  Gathered all;
#pragma unroll
  for (int row = 0; row < ROWS; row++) {
    const Element* head = query + (blockIdx.y * ROWS + row) * HEAD_DIM;
    all.weight[row] = 0;
    all.most[row] = NO_SCORE;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      all.low[row][half] = 0;
#pragma unroll
      for (int i = 0; i < RUN; i++) {
        rows[row][half][i] = factor * to_float(head[half * BYTES + part * RUN + i]);
        all.sum[row][half][i] = 0;
      }
    }
  }
  Tokens keys = {key_codes, key_scale, key_low, new_keys, capacity, room};
  Tokens values = {value_codes, value_scale, value_low, new_values, capacity, room};
  if (blockIdx.x + 1 < gridDim.x) {
    int first = blockIdx.x * span;
    gather<true>(keys, values, kv_head, first, min(first + span, packed), rows, scores[warp], all);
  } else {
    gather<false>(keys, values, kv_head, 0, recent, rows, scores[warp], all);
  }

#pragma unroll
  for (int row = 0; row < ROWS; row++) {
    float weight = all.weight[row];
#pragma unroll
    for (int other = WARP / 2; other > 0; other /= 2) {
      weight += __shfl_xor_sync(ALL_LANES, weight, other);
    }
    warp_weight[warp][row] = weight;
    warp_most[warp][row] = all.most[row];
#pragma unroll
    for (int half = 0; half < 2; half++) {
#pragma unroll
      for (int i = 0; i < RUN; i++) {
        float sum = all.sum[row][half][i] + all.low[row][half];
#pragma unroll
        for (int other = WARP / 2; other >= LANES; other /= 2) {
          sum += __shfl_xor_sync(ALL_LANES, sum, other);
        }
        warp_sum[warp][row][half * BYTES + part * RUN + i] = sum;
      }
    }
  }
  __syncthreads();
  for (int i = threadIdx.x; i < ROWS * HEAD_DIM; i += WARPS * WARP) {
    int row = i / HEAD_DIM;
    float most = NO_SCORE;
    for (int w = 0; w < WARPS; w++) {
      most = fmaxf(most, warp_most[w][row]);
    }
    float weight = 0;
    float sum = 0;
    for (int w = 0; w < WARPS; w++) {
      float share = exp2f(warp_most[w][row] - most);
      weight += share * warp_weight[w][row];
      sum += share * warp_sum[w][row][i % HEAD_DIM];
    }
    long long head = (long long)blockIdx.x * heads + blockIdx.y * ROWS + row;
    sums[head * HEAD_DIM + i % HEAD_DIM] = sum;
    if (i % HEAD_DIM == 0) {
      totals[2 * head] = weight;
      totals[2 * head + 1] = most;
    }
  }
}

// One block: a query head; one thread: a channel. Grid: heads.
extern "C" __global__ void __launch_bounds__(HEAD_DIM)
    merge(const float* sums, const float* totals, int stretches, Element* answer) {  // [heads, HEAD_DIM]
  int head = blockIdx.x;
  int heads = gridDim.x;
  float most = NO_SCORE;
  for (int s = 0; s < stretches; s++) {
    most = fmaxf(most, totals[2 * (s * heads + head) + 1]);
  }
  float weight = 0;
  float sum = 0;
  for (int s = 0; s < stretches; s++) {
    float share = exp2f(totals[2 * (s * heads + head) + 1] - most);
    weight += share * totals[2 * (s * heads + head)];
    sum += share * sums[(long long)(s * heads + head) * HEAD_DIM + threadIdx.x];
  }
  answer[head * HEAD_DIM + threadIdx.x] = from_float(sum / weight);
}
