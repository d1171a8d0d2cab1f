// Where the loops are found that are to become those of other executors.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_SPARE_LOOPS_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_SPARE_LOOPS_HPP

#include <atomic>
#include <cstddef>
#include <memory>

namespace boost::asyncio::detail {

class spare_loops;

// What the service of a context keeps in a loop.
struct service_entry
{
    std::size_t key = 0; // in the index of the service
    std::shared_ptr<spare_loops> spares;
    service_entry* next_spare = nullptr;
};

// Loops that seem to be abandoned, the latest first. A loop says so itself, in
// whatever thread that comes about; loop_references sees to it that it is here
// once at most. Who takes it finds out whether it is true.
//
// The loops share it with their service, which may go before them. Then nobody
// looks into it any more.
class spare_loops
{
public:
    spare_loops() = default;
    spare_loops(spare_loops const&) = delete;
    spare_loops& operator=(spare_loops const&) = delete;

    // From any thread.
    void push(service_entry& l) noexcept
    {
        l.next_spare = pushed_.load(std::memory_order_relaxed);
        while (!pushed_.compare_exchange_weak(
            l.next_spare,
            &l,
            std::memory_order_release,
            std::memory_order_relaxed))
        {
        }
    }

    // By one thread at a time; null if there is none.
    service_entry* pop() noexcept
    {
        if (!taken_)
            taken_ = pushed_.exchange(nullptr, std::memory_order_acquire);
        auto* const l = taken_;
        if (l)
            taken_ = l->next_spare;
        return l;
    }

private:
    std::atomic<service_entry*> pushed_ = nullptr;
    service_entry* taken_ = nullptr;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_SPARE_LOOPS_HPP
