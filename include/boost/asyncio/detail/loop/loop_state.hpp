// A loop: a strand with a ready queue, a timer heap and a registry.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP
#define BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP

#include <boost/asyncio/config.hpp>
#include <boost/asyncio/detail/loop/item.hpp>
#include <boost/asyncio/detail/loop/loop_references.hpp>
#include <boost/asyncio/detail/loop/loop_registry.hpp>
#include <boost/asyncio/detail/loop/loop_settings.hpp>
#include <boost/asyncio/detail/loop/raw_requests.hpp>
#include <boost/asyncio/detail/loop/report.hpp>
#include <boost/asyncio/detail/loop/runner_base.hpp>
#include <boost/asyncio/detail/loop/spare_loops.hpp>
#include <boost/asyncio/detail/loop/thread_state.hpp>
#include <boost/asyncio/detail/loop/timers.hpp>
#include <boost/asyncio/detail/loop/turn_queue.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <boost/config.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>

#include <atomic>
#include <cstddef>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>

namespace boost::asio {

class io_context;

} // namespace boost::asio

namespace boost::asyncio::detail {

struct executor_facts;

// The part of a loop that has no executor; see loop_impl.hpp.
//
// Who owns the loop runs its items; inside the loop nothing locks.
class loop_state
    : public loop_registry
    , public loop_settings
    , public service_entry
{
public:
    // `may_recycle`: other executors may come, each for a time.
    loop_state(asio::execution_context& c, bool may_recycle)
        : context(c), recyclable(may_recycle), root(*this)
    {
    }

    loop_state(loop_state const&) = delete;
    loop_state& operator=(loop_state const&) = delete;

    asio::execution_context& context;
    bool const recyclable;
    runner_base root; // the identity of the loop itself

    // ---- life ---------------------------------------------------------------

    // A loop is kept alive by its service and by every state and handle.
    void add_ref() noexcept
    {
        references_.add();
    }

    void release() noexcept
    {
        if (recyclable ? release_recyclable() : references_.release())
            delete this;
    }

    // The same for states, and for the executors of a recyclable loop.
    void add_state() noexcept
    {
        if (inside())
            references_.add_inside();
        else
            add_ref();
    }

    void release_state() noexcept
    {
        if (inside())
            references_.release_inside();
        else
            release();
    }

    // Inside: calls `spawn`, which makes the coroutine of a runner. It goes
    // from task to task, so the executors in it say nothing about the use of
    // the loop. No code of the user runs meanwhile.
    template<class F>
    void keep_for_itself(F spawn);

    // The context goes away: destroys everything suspended, in an order in
    // which nothing dangles; see loop_shutdown.hpp.
    BOOST_ASYNCIO_COLD_DECL void shutdown() noexcept;

    // The rest of it.
    BOOST_ASYNCIO_COLD_DECL void finish_shutdown() noexcept;

    // The context has gone: gives up the service's reference.
    BOOST_ASYNCIO_COLD_DECL void end() noexcept;

    bool down() const noexcept
    {
        return down_.load(std::memory_order_relaxed);
    }

    // What is suspended is being destroyed, in any order.
    bool going_down() const noexcept
    {
        return down() && !ended_;
    }

    // ---- the queue ----------------------------------------------------------

    bool inside() const noexcept
    {
        return current.loop == this;
    }

    // Inside: runs `i` in the next generation.
    void push(item& i) noexcept
    {
        queue_.push(i);
    }

    // Inside, in a step: runs `i` in the next generation, before all others.
    void push_first(item& i) noexcept
    {
        queue_.push_first(i);
    }

    // The same from outside: before the next step, or if turns are being taken,
    // in the next one. One item at a time.
    BOOST_ASYNCIO_COLD_DECL void send_first(item& i);

    // Inside: runs `i` when the executor has nothing queued for the loop: then
    // no operation is about to complete whose object has been destroyed. Until
    // then `i` may be unlinked.
    void push_behind(item& i) noexcept
    {
        queue_.push_behind(i);
    }

    // Wakes all of `waiters`, in order; or one.
    void wake(item_list& waiters) noexcept;
    void wake(item& i) noexcept;

    // From anywhere, any thread: runs `i` inside, or abandons it if the loop
    // has gone.
    void submit(item& i) noexcept;

    // The same, in the order of these calls even when some come from inside.
    BOOST_ASYNCIO_DECL void send(item& i) noexcept;

    template<class F>
    void send_function(F f);

    // Runs `f` inside the loop, as `identity`: at once if this thread is
    // allowed to and nobody else is inside.
    template<class F>
    void enter(runner_base& identity, F&& f, bool allow_inline);

    // For a loop that no other thread runs now: calls `f` as if inside.
    template<class F>
    void visit(F&& f);

    // Makes the loop take a turn.
    BOOST_ASYNCIO_DECL void submit_nothing();

    // For handlers that the inner executor runs: the posted drain.
    BOOST_ASYNCIO_DECL void drain();

    // ---- work ---------------------------------------------------------------

    // Inside: something keeps the context running.
    void work_started();

    // Inside. The context is let go when the loop is left.
    void work_finished() noexcept
    {
        --work_;
    }

    // From any thread: the same for executors that count work.
    BOOST_ASYNCIO_DECL void count_work(bool start) noexcept;

    // ---- time ---------------------------------------------------------------

    clock::time_point now() const noexcept
    {
        return timers.now();
    }

    void arm(timer_node& n, clock::time_point when)
    {
        if (timers.arm(n, when))
            wait_timer(timers.set());
    }

    void disarm(timer_node& n) noexcept
    {
        timers.disarm(n);
    }

    // Moves the virtual clock and runs what has become due.
    BOOST_ASYNCIO_COLD_DECL void advance_to(clock::time_point t);

    detail::timers timers;

    // ---- cancellation of raw operations -------------------------------------

    // Passes the remembered request of the task of `r` on to the operation of
    // Asio for which it waits, if it does and if that listens. It goes there
    // behind what is queued: an operation whose object has been destroyed must
    // have completed before.
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void deliver(runner_base& r);
    BOOST_ASYNCIO_DECL void deliver_now(runner_base& r);

    raw_requests raw;

    // Inside: asks an operation of ours to stop, from outside of its task.
    BOOST_ASYNCIO_DECL bool ask(waiter& w, std::string const& message);

    void stepped(runner_base& r); // when a step has ended

    // ---- what goes wrong ----------------------------------------------------

    // Inside: `e` leaves the loop when the task whose step runs has ended.
    void escape(std::exception_ptr e) noexcept
    {
        escaping_ = std::move(e);
    }

    bool escapes() const noexcept
    {
        return escaping_ != nullptr;
    }

    BOOST_ASYNCIO_COLD_DECL void report_error(report const& r) noexcept;

    // Debug mode: refuses a call from another thread than the loop's.
    BOOST_NOINLINE BOOST_ASYNCIO_DECL void require_here() const;

    // ---- running and stopping -----------------------------------------------

    void stop() noexcept
    {
        stopping_.store(true, std::memory_order_relaxed);
    }

    bool stopping() const noexcept
    {
        return stopping_.load(std::memory_order_relaxed);
    }

    // Sets what is called when a turn has ended by stop(), for a
    // run_forever() that does not own the context's run().
    BOOST_ASYNCIO_COLD_DECL void on_stop(std::function<void()> f);

    void clear_stop() noexcept
    {
        stopping_.store(false, std::memory_order_relaxed);
    }

    // The io_context that run_forever() runs, or null.
    virtual asio::io_context* runnable_context() noexcept = 0;

    virtual bool on_executor_thread() const noexcept = 0;

    // Whether steps of the loop may only run one at a time because the
    // executor sees to it, or one thread is promised.
    virtual bool executor_is_serial() const noexcept = 0;

    // The executor of this loop; null when that has gone.
    virtual asio::any_io_executor const* executor() const noexcept = 0;

    // Makes a loop that was offered that of another executor of its context if
    // nobody holds it and it has nothing left to do.
    virtual bool rebind(executor_facts const& facts) = 0;

protected:
    virtual ~loop_state() = default;

    // Takes the loop if nobody uses it or can reach it, and gives it back.
    BOOST_ASYNCIO_COLD_DECL bool try_recycle() noexcept;

    // Runs drain() on the inner executor. `again`: it is called by a drain.
    virtual void post_drain(bool again = false) = 0;
    virtual void post_mark(runner_base& r, unsigned number) = 0;
    virtual void hold_work(bool hold) = 0;
    virtual void hold_outer_work(bool hold) = 0;
    virtual void wait_timer(clock::time_point when) = 0;
    virtual void cancel_timer() noexcept = 0;
    virtual void stop_run() = 0;
    virtual void drop_executor() noexcept = 0;

    // Has the context call finish_shutdown() when it empties its queue.
    virtual void post_last() noexcept = 0;

    BOOST_ASYNCIO_COLD_DECL void call_on_stop();
    BOOST_ASYNCIO_DECL void mark_returned(runner_base& r, unsigned number);
    BOOST_ASYNCIO_DECL void timer_expired();

private:
    class turn;

    // The timer has expired.
    class timer_item final : public item
    {
    public:
        explicit timer_item(loop_state& l) noexcept
            : loop_(l)
        {
        }

        BOOST_ASYNCIO_DECL void run() override;
        BOOST_ASYNCIO_DECL void abandon() noexcept override;

        std::atomic<bool> queued = false;

    private:
        loop_state& loop_;
    };

    class handler_item;
    template<class F>
    class function_item;

    // Who is asked to run a handler.
    enum class way_in
    {
        taken, // it has run
        executor,
        elsewhere
    };

    BOOST_ASYNCIO_DECL way_in enter_from_outside(
        runner_base& identity, void (*call)(void*), void* f, bool allow_inline);
    BOOST_ASYNCIO_DECL void put(item& i, way_in way);

    [[noreturn]] BOOST_NOINLINE BOOST_ASYNCIO_DECL void let_escape();
    BOOST_NOINLINE BOOST_ASYNCIO_DECL bool release_recyclable() noexcept;
    BOOST_ASYNCIO_DECL bool leave() noexcept;
    BOOST_NOINLINE BOOST_ASYNCIO_DECL bool leave_recyclable() noexcept;
    BOOST_ASYNCIO_DECL bool has_nothing_to_do() noexcept;
    BOOST_ASYNCIO_COLD_DECL void collect_handlers() noexcept;
    BOOST_ASYNCIO_COLD_DECL void drop_callbacks() noexcept;
    BOOST_ASYNCIO_COLD_DECL bool all_at_hand() const noexcept;
    BOOST_ASYNCIO_DECL void run_turns(bool posted = false);
    template<bool Watched>
    void run_turns_as(bool posted);
    BOOST_NOINLINE BOOST_ASYNCIO_DECL bool goes_back() noexcept;
    BOOST_ASYNCIO_DECL void go_on(turn& t); // after what ran ahead
    BOOST_ASYNCIO_DECL void fire_timers();

    loop_references references_;
    turn_queue queue_;
    timer_item timer_item_{*this};
    std::exception_ptr escaping_;

    std::size_t work_ = 0;
    bool holds_work_ = false;
    std::size_t outer_work_ = 0;

    std::atomic<bool> stopping_ = false;
    std::function<void()> on_stop_;

    std::mutex foreign_mutex_; // between foreign threads and shutdown()
    std::atomic<bool> down_ = false;
    bool finished_ = false; // the shutdown
    bool ended_ = false;    // nobody looks into the queue any more
    item_list late_;        // what came when it was finished
    bool dropping_ = false; // these
};

} // namespace boost::asyncio::detail

#include <boost/asyncio/detail/loop/impl/loop_state.hpp>
#ifdef BOOST_ASYNCIO_HEADER_ONLY
#include <boost/asyncio/detail/loop/impl/loop_state.ipp>
#endif

#endif // BOOST_ASYNCIO_DETAIL_LOOP_LOOP_STATE_HPP
