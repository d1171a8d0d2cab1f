// Free lists of memory blocks for the states of tasks and futures.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_BLOCK_POOL_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_BLOCK_POOL_HPP

#include <array>
#include <cstddef>
#include <new>
#include <utility>

namespace boost::asyncio::detail {

// Used inside one loop only. Every block comes from operator new, so that one
// that is released elsewhere may go straight to operator delete.
class block_pool
{
public:
    block_pool() = default;
    block_pool(block_pool const&) = delete;
    block_pool& operator=(block_pool const&) = delete;

    ~block_pool()
    {
        for (auto& c : classes_)
            while (c.first)
                ::operator delete(std::exchange(c.first, c.first->next));
    }

    void* allocate(std::size_t size)
    {
        auto const n = index(size);
        if (n < classes_.size() && classes_[n].first)
        {
            --classes_[n].count;
            return std::exchange(
                classes_[n].first, classes_[n].first->next);
        }
        return allocate_block(size);
    }

    void deallocate(void* p, std::size_t size) noexcept
    {
        auto const n = index(size);
        if (n < classes_.size() && classes_[n].count < limit)
        {
            classes_[n].first = ::new (p) block{classes_[n].first};
            ++classes_[n].count;
        }
        else
            ::operator delete(p);
    }

    // A block that deallocate() accepts, from outside of the loop.
    static void* allocate_block(std::size_t size)
    {
        return ::operator new((index(size) + 1) * granularity);
    }

private:
    struct block
    {
        block* next;
    };

    struct size_class
    {
        block* first = nullptr;
        std::size_t count = 0;
    };

    static constexpr std::size_t granularity = 64;
    static constexpr std::size_t limit = 4096;

    static std::size_t index(std::size_t size) noexcept
    {
        return (size - 1) / granularity;
    }

    std::array<size_class, 16> classes_;
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_BLOCK_POOL_HPP
