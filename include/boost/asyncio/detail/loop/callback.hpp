// Plain functions in a loop's queue or heap.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_CALLBACK_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_CALLBACK_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/context.hpp>
#include <boost/asyncio/detail/loop/loop_state.hpp>

#include <atomic>
#include <optional>
#include <utility>

namespace boost::asyncio::detail {

// What the handles of call_soon and call_later share with the loop.
class callback
    : public item
    , public timer_node
{
public:
    callback(callback const&) = delete;
    callback& operator=(callback const&) = delete;

    void add_ref() noexcept
    {
        refs_.fetch_add(1, std::memory_order_relaxed);
    }

    void release() noexcept
    {
        if (refs_.fetch_sub(1, std::memory_order_acq_rel) == 1)
            delete this;
    }

    // Drops the function now; what is queued does nothing.
    BOOST_ASYNCIO_DECL void cancel() noexcept;

    bool cancelled() const noexcept
    {
        return cancelled_;
    }

    clock::time_point deadline() const noexcept
    {
        return *when_;
    }

    // Puts it into the queue or the heap, which hold a reference.
    BOOST_ASYNCIO_DECL void schedule();

    // Set before it is scheduled.
    context_slot context;

protected:
    callback(loop_state& l, std::optional<clock::time_point> when) noexcept
        : loop_(l), when_(when)
    {
        loop_.add_ref();
    }

    virtual ~callback()
    {
        loop_.release();
    }

    virtual void call() = 0;
    virtual void drop() noexcept = 0;

private:
    BOOST_ASYNCIO_DECL void run() final;
    BOOST_ASYNCIO_DECL void leave_heap() noexcept;
    BOOST_ASYNCIO_DECL void expire() final;
    BOOST_ASYNCIO_DECL void abandon() noexcept final;
    BOOST_ASYNCIO_DECL void abandon_timer() noexcept final;

    loop_state& loop_;
    std::optional<clock::time_point> when_;
    std::atomic<unsigned> refs_ = 0;
    bool cancelled_ = false;
};

inline void intrusive_ptr_add_ref(callback* c) noexcept
{
    c->add_ref();
}

inline void intrusive_ptr_release(callback* c) noexcept
{
    c->release();
}

template<class F>
class function_callback final : public callback
{
public:
    template<class G>
    function_callback(
        loop_state& l, std::optional<clock::time_point> when, G&& f)
        : callback(l, when), f_(std::forward<G>(f))
    {
    }

private:
    void call() override
    {
        // It may cancel its own handle.
        F f(std::move(*f_));
        f_.reset();
        f();
    }

    void drop() noexcept override
    {
        f_.reset();
    }

    std::optional<F> f_;
};

} // namespace boost::asyncio::detail

#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/callback.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_CALLBACK_HPP
