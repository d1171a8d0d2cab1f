// An intrusive heap of deadlines; equal ones in order of insertion.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_TIMER_HEAP_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_TIMER_HEAP_HPP

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

namespace boost::asyncio::detail {

using clock = std::chrono::steady_clock;

class timer_node
{
public:
    timer_node() = default;
    timer_node(timer_node const&) = delete;
    timer_node& operator=(timer_node const&) = delete;

    // Called inside the loop when the deadline has passed; the node has left
    // the heap.
    virtual void expire() = 0;

    // Called instead when the loop goes away.
    virtual void abandon_timer() noexcept
    {
    }

    bool armed() const noexcept
    {
        return index_ != npos;
    }

    clock::time_point when() const noexcept
    {
        return when_;
    }

protected:
    ~timer_node() = default;

private:
    friend class timer_heap;

    static constexpr std::size_t npos =
        (std::numeric_limits<std::size_t>::max)();

    clock::time_point when_;
    std::uint64_t order_;
    std::size_t index_ = npos;
};

// Four children per node: shallower than a binary heap, and as cheap to sift.
class timer_heap
{
public:
    bool empty() const noexcept
    {
        return nodes_.empty();
    }

    timer_node& top() const noexcept
    {
        return *nodes_.front();
    }

    // The order number that the next insertion gets.
    std::uint64_t next_order() const noexcept
    {
        return next_order_;
    }

    static std::uint64_t order(timer_node const& n) noexcept
    {
        return n.order_;
    }

    void insert(timer_node& n, clock::time_point when)
    {
        nodes_.push_back(&n);
        n.when_ = when;
        n.order_ = next_order_++;
        sift_up(nodes_.size() - 1, n);
    }

    void remove(timer_node& n) noexcept
    {
        auto const hole = n.index_;
        n.index_ = timer_node::npos;
        timer_node& last = *nodes_.back();
        nodes_.pop_back();
        if (&last == &n)
            return;
        if (hole > 0 && before(last, *nodes_[parent(hole)]))
            sift_up(hole, last);
        else
            sift_down(hole, last);
    }

private:
    static std::size_t parent(std::size_t i) noexcept
    {
        return (i - 1) / 4;
    }

    static bool before(timer_node const& a, timer_node const& b) noexcept
    {
        return a.when_ != b.when_ ? a.when_ < b.when_ : a.order_ < b.order_;
    }

    void place(std::size_t i, timer_node& n) noexcept
    {
        nodes_[i] = &n;
        n.index_ = i;
    }

    void sift_up(std::size_t i, timer_node& n) noexcept
    {
        while (i > 0 && before(n, *nodes_[parent(i)]))
        {
            place(i, *nodes_[parent(i)]);
            i = parent(i);
        }
        place(i, n);
    }

    void sift_down(std::size_t i, timer_node& n) noexcept
    {
        for (;;)
        {
            std::size_t child = 4 * i + 1;
            if (child >= nodes_.size())
                break;
            std::size_t const end = child + 4 < nodes_.size()
                ? child + 4
                : nodes_.size();
            for (std::size_t c = child + 1; c < end; ++c)
                if (before(*nodes_[c], *nodes_[child]))
                    child = c;
            if (!before(*nodes_[child], n))
                break;
            place(i, *nodes_[child]);
            i = child;
        }
        place(i, n);
    }

    std::vector<timer_node*> nodes_;
    std::uint64_t next_order_ = 0;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_TIMER_HEAP_HPP
