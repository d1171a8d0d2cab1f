// Bodies of interrupt_guard.hpp.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_RUN_IMPL_INTERRUPT_GUARD_IPP
#define BOOST_ASYNCIO_DETAIL_RUN_IMPL_INTERRUPT_GUARD_IPP

#include <boost/asyncio/detail/run/interrupt_guard.hpp>
#include <boost/asyncio/detail/run/signal_wait.hpp>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace boost::asyncio::detail {

// Counts the signals SIGINT as they arrive, in front of Asio's handler. Asio
// only notes them for a reactor, which may not look again before the main task
// is done.
class sigint_counter
{
public:
    // Whether SIGINT has its default disposition.
    static bool is_default() noexcept
    {
#if defined(BOOST_ASIO_HAS_SIGACTION)
        struct sigaction now = {};
        return ::sigaction(SIGINT, nullptr, &now) == 0 &&
               !(now.sa_flags & SA_SIGINFO) && now.sa_handler == SIG_DFL;
#else
        auto const previous = std::signal(SIGINT, SIG_DFL);
        if (previous != SIG_DFL && previous != SIG_ERR)
            std::signal(SIGINT, previous);
        return previous == SIG_DFL;
#endif
    }

    // True if SIGINT is at its default, and is the caller's from now on.
    static bool claim() noexcept
    {
        if (taken_.exchange(true))
            return false;
        if (is_default())
            return true;
        taken_ = false;
        return false;
    }

    static void disclaim() noexcept
    {
        taken_ = false;
    }

    // Goes in front of the handler that Asio has installed.
    static void install() noexcept
    {
        arrived_ = 0;
#if defined(BOOST_ASIO_HAS_SIGACTION)
        struct sigaction ours = {};
        if (::sigaction(SIGINT, nullptr, &ours) != 0)
            return;
        next_ = ours.sa_handler;
        ours.sa_handler = count;
        ::sigaction(SIGINT, &ours, nullptr);
#endif
    }

    // Lets go of SIGINT by destroying `set`. What somebody else has installed
    // meanwhile stays.
    static void remove(std::optional<signal_wait>& set) noexcept
    {
#if defined(BOOST_ASIO_HAS_SIGACTION)
        // Asio sets the default, if this was its last set; there is no moment
        // in which a signal is neither counted nor left to that.
        struct sigaction before = {};
        ::sigaction(SIGINT, nullptr, &before);
        set.reset();
        struct sigaction after = {};
        ::sigaction(SIGINT, nullptr, &after);
        if (!is_ours(before))
            ::sigaction(SIGINT, &before, nullptr);
        else if (is_ours(after))
        {
            after.sa_handler = next_;
            ::sigaction(SIGINT, &after, nullptr);
        }
#else
        set.reset();
#endif
    }

    static unsigned arrived() noexcept
    {
        return arrived_;
    }

    // At the end, when that many have not come through Asio. A thread may be
    // about to deliver them, to whoever waits then.
    static void leave_behind(unsigned n) noexcept
    {
        left_behind_ = n;
    }

    // Whether one of them has come, when `seen` have been taken for new ones.
    static bool is_old(unsigned seen) noexcept
    {
        if (left_behind_ == 0 || seen < arrived_)
            return false;
        --left_behind_;
        return true;
    }

    // Asio has one pipe for all contexts. What stands in it when nobody waits
    // for it any more would interrupt the next run.
    static void take_noted() noexcept
    {
        try
        {
            asio::io_context context;
            asio::signal_set const reader(context);
            auto const work = asio::make_work_guard(context);
            context.poll();
        }
        catch (...)
        {
            // No descriptors, or a context that must be alone: it stays there.
        }
    }

private:
#if defined(BOOST_ASIO_HAS_SIGACTION)
    static bool is_ours(struct sigaction const& a) noexcept
    {
        return !(a.sa_flags & SA_SIGINFO) && a.sa_handler == count;
    }

    static void count(int signal)
    {
        arrived_.fetch_add(1);
        next_.load()(signal);
    }

    using function = void (*)(int);
    static inline std::atomic<function> next_ = nullptr;
#endif

    static inline std::atomic<unsigned> arrived_ = 0;
    static inline std::atomic<unsigned> left_behind_ = 0;
    static inline std::atomic<bool> taken_ = false;
};

// May be left in the context.
struct interrupt_guard::shared
{
    explicit shared(loop_state& l) noexcept
        : loop(l)
    {
    }

    // Under the mutex, or before there are others.
    void wait(std::shared_ptr<shared> const& self)
    {
        set->wait(
            [self]
            {
                if (self->arrives(self))
                    self->main.cancel();
            });
    }

    // Inside. True for a request to the main task.
    bool arrives(std::shared_ptr<shared> const& self)
    {
        std::lock_guard lock(mutex);
        if (!set)
            return false;
        wait(self);
        if (sigint_counter::is_old(seen))
            return false;
        ++seen;
        if (!main || main.done())
            return false; // watch(), or the end, will tell
        if (!std::exchange(told, true))
            return true;
        // Not by an exception: another thread may be the one that runs this.
        leave = true;
        loop.stop();
        return false;
    }

    // Inside: the same for one that came before the main task.
    bool asks()
    {
        std::lock_guard lock(mutex);
        return set && !main.done() && !std::exchange(told, true);
    }

    loop_state& loop;
    any_task main;
    std::mutex mutex;
    std::optional<signal_wait> set;
    unsigned arrived = 0;
    unsigned seen = 0;
    bool told = false; // the main task
    bool leave = false;
};

interrupt_guard::interrupt_guard(loop_state& l, bool enabled)
    : shared_(std::make_shared<shared>(l))
{
    if (!enabled || !sigint_counter::claim())
        return;
    try
    {
        shared_->set.emplace(l, SIGINT);
        sigint_counter::install();
        shared_->wait(shared_);
    }
    catch (...)
    {
        shared_->set.reset();
        sigint_counter::disclaim();
        throw;
    }
}

interrupt_guard::~interrupt_guard()
{
    end();
}

void interrupt_guard::watch(any_task main)
{
    std::lock_guard lock(shared_->mutex);
    shared_->main = std::move(main);
    if (shared_->seen > 0)
        shared_->loop.send_function(
            [s = shared_]
            {
                if (s->asks())
                    s->main.cancel();
            });
}

void interrupt_guard::end() noexcept
{
    std::lock_guard lock(shared_->mutex);
    if (!shared_->set)
        return;
    sigint_counter::remove(shared_->set);
    shared_->arrived = (std::max)(sigint_counter::arrived(), shared_->seen);
    sigint_counter::leave_behind(shared_->arrived - shared_->seen);
    if (shared_->arrived > shared_->seen)
        sigint_counter::take_noted();
    sigint_counter::disclaim();
}

bool interrupt_guard::interrupted() const noexcept
{
    return shared_->leave || shared_->arrived > 1;
}

bool interrupt_guard::missed() const noexcept
{
    return shared_->arrived > 0 && !shared_->told;
}

bool interrupt_guard::caused_cancellation() const
{
    return shared_->arrived > 0 &&
           (missed() ? shared_->main.cancelling()
                     : shared_->main.uncancel()) == 0;
}

} // namespace boost::asyncio::detail

#endif // BOOST_ASYNCIO_DETAIL_RUN_IMPL_INTERRUPT_GUARD_IPP
