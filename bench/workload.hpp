// The command line of the benchmark programs: WORKLOAD COUNT.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef ASYNCIO_BENCH_WORKLOAD_HPP
#define ASYNCIO_BENCH_WORKLOAD_HPP

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <new>
#include <string>

namespace bench {

// Counts what operator new is asked for; see the end of this file.
inline std::atomic<long> allocations = 0;

// A workload runs an operation so many times.
using workloads = std::map<std::string, std::function<void(long)>>;

// Prints the CPU time and the allocations of an operation, after a warm-up.
inline int main(int argc, char** argv, workloads const& all)
{
    if (argc != 3 || !all.contains(argv[1]))
    {
        std::fprintf(stderr, "usage: %s WORKLOAD COUNT\nworkloads:", argv[0]);
        for (auto const& [name, run] : all)
            std::fprintf(stderr, " %s", name.c_str());
        std::fprintf(stderr, "\n");
        return 2;
    }
    long const count = std::atol(argv[2]);
    auto const& run = all.at(argv[1]);
    run(100);
    long const allocated = allocations;
    auto const begin = std::clock();
    run(count);
    auto const ticks = static_cast<double>(std::clock() - begin);
    std::printf(
        "%.1f ns %.3f allocations\n",
        ticks * 1e9 / CLOCKS_PER_SEC / static_cast<double>(count),
        static_cast<double>(allocations - allocated) /
            static_cast<double>(count));
    return 0;
}

} // namespace bench

// Where g++ can see into both it takes free() for a mismatch.
[[gnu::noinline]] void* operator new(std::size_t size)
{
    ++bench::allocations;
    if (void* const p = std::malloc(size))
        return p;
    throw std::bad_alloc();
}

[[gnu::noinline]] void operator delete(void* p) noexcept
{
    std::free(p);
}

[[gnu::noinline]] void operator delete(void* p, std::size_t) noexcept
{
    std::free(p);
}

#endif // ASYNCIO_BENCH_WORKLOAD_HPP
