// What goes on when an operation completes: a coroutine or a handler.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CONTINUATION_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CONTINUATION_HPP

#include <boost/asio/cancellation_signal.hpp>
#include <boost/config.hpp>

#include <cstddef>

namespace boost::asyncio::detail {

class runner_base;

// One pointer's worth of parked work, with what the loop must know of it.
//
// It is constructed in place and never moves: what it holds may own the very
// object in which the continuation lives, so resume() and destroy() first move
// the content to the stack.
class continuation
{
public:
    struct operations
    {
        // Goes on here and now.
        void (*resume)(continuation&);
        // The same, emptying the slot first.
        void (*resume_with_slot)(continuation&);
        // Goes on where its executor says.
        void (*dispatch)(continuation&);
        void (*destroy)(continuation&) noexcept;
        // Where a cancellation of it is asked for; may be disconnected.
        asio::cancellation_slot (*slot)(continuation&) noexcept;
        // The identity its executor carries, or null.
        runner_base* (*identity)(continuation&) noexcept;
    };

    continuation() = default;
    continuation(continuation const&) = delete;
    continuation& operator=(continuation const&) = delete;

    // It has gone on, or was destroyed, before.
    ~continuation() = default;

    explicit operator bool() const noexcept
    {
        return operations_ != nullptr;
    }

    void* storage() noexcept
    {
        return storage_;
    }

    // The storage now holds an object that `o` knows how to treat.
    void filled(operations const& o) noexcept
    {
        operations_ = &o;
    }

    // The storage is empty again.
    void emptied() noexcept
    {
        operations_ = nullptr;
    }

    void resume()
    {
        operations_->resume(*this);
    }

    void resume_with_slot()
    {
        operations_->resume_with_slot(*this);
    }

    void dispatch()
    {
        operations_->dispatch(*this);
    }

    void destroy() noexcept
    {
        if (operations_)
            operations_->destroy(*this);
    }

    asio::cancellation_slot slot() noexcept
    {
        return operations_->slot(*this);
    }

    runner_base* identity() noexcept
    {
        return operations_->identity(*this);
    }

    static constexpr std::size_t size = sizeof(void*);

private:
    operations const* operations_ = nullptr;
    alignas(void*) unsigned char storage_[size];
};

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CONTINUATION_HPP
