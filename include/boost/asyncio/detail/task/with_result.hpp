// The states of which futures and tasks are made: their results, their memory.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_TASK_WITH_RESULT_HPP
#define BOOST_ASYNCIO_DETAIL_TASK_WITH_RESULT_HPP

#include <boost/asyncio/detail/loop/block_pool.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <boost/config.hpp>

#include <new>
#include <optional>
#include <utility>

namespace boost::asyncio::detail {

// In place of a value where there is none.
struct nothing
{
};

// `Base`, a state_base or task_base, with room for a result.
template<class Base, class T>
class with_result : public Base
{
public:
    using value_type = T;

    template<class... Args>
    void emplace(Args&&... args)
    {
        value_.emplace(std::forward<Args>(args)...);
    }

    T& value() noexcept
    {
        return *value_;
    }

protected:
    template<class... Args>
    BOOST_ASYNCIO_FORCEINLINE explicit with_result(Args&&... args)
        : Base(std::forward<Args>(args)...)
    {
    }

    ~with_result() = default;

private:
    std::optional<T> value_;
};

template<class Base>
class with_result<Base, void> : public Base
{
public:
    using value_type = void;

    void emplace() noexcept
    {
    }

protected:
    template<class... Args>
    BOOST_ASYNCIO_FORCEINLINE explicit with_result(Args&&... args)
        : Base(std::forward<Args>(args)...)
    {
    }

    ~with_result() = default;
};

// Makes an object of the class `S`, derived from state_base, in a block of the
// loop's pool; the caller gets the first reference.
template<class S, class... Args>
BOOST_ASYNCIO_FORCEINLINE S* make_state(loop_state& l, Args&&... args)
{
    void* const p = l.inside() ? l.blocks.allocate(sizeof(S))
                               : block_pool::allocate_block(sizeof(S));
    try
    {
        return ::new (p) S(l, std::forward<Args>(args)...);
    }
    catch (...)
    {
        ::operator delete(p);
        throw;
    }
}

template<class S>
void destroy_state(S* s) noexcept
{
    loop_state& l = s->loop();
    bool const inside = l.inside();
    s->S::~S();
    if (inside)
        l.blocks.deallocate(s, sizeof(S));
    else
        ::operator delete(s);
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_TASK_WITH_RESULT_HPP
