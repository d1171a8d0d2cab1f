// Forward declarations of the public names.
//
// Copyright (c) 2026 The Boost.Asyncio developers
//
// Distributed under the Boost Software License, Version 1.0. (See accompanying
// file LICENSE_1_0.txt or copy at http://www.boost.org/LICENSE_1_0.txt)
//

#ifndef BOOST_ASYNCIO_FWD_HPP
#define BOOST_ASYNCIO_FWD_HPP

namespace boost::asyncio {

class any_task;
class barrier;
class bounded_semaphore;
class broken_barrier_error;
class cancelled_error;
class condition;
class context;
class event;
class event_loop;
class exception_group;
class executor;
class exit_stack;
class handle;
class invalid_state_error;
class keyboard_interrupt;
class lock;
class queue_empty;
class queue_full;
class queue_shut_down;
class runner;
class semaphore;
class task_group;
class task_list;
class timeout_error;
class timeout_scope;
class timer_handle;

template<class T>
class aclosing;
template<class Handle>
class as_completed_iterator;
template<class T>
class concurrent_future;
template<class Enter, class Exit>
class context_manager;
template<class T>
class context_token;
template<class T>
class context_var;
template<class T>
class future;
template<class T>
class lifo_queue;
template<class T, class Compare>
class priority_queue;
template<class T>
class queue;
template<class T>
class task;
template<class T>
class scoped_value;
template<class Lockable>
class scoped_guard;

struct call_graph;
struct exception_context;
struct run_options;
struct task_options;
struct wait_options;

} // namespace boost::asyncio

#endif // BOOST_ASYNCIO_FWD_HPP
